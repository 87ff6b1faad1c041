// What a badge design may say, and what is told of one that is wrong.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, must, program, register, run, simpleEvent } from '../lib/lanyard.mjs';
import { changed } from '../lib/design.mjs';

const house = new House();
after(() => house.close());
house.apply(simpleEvent('designs'));
await register(await house.serve(), 'designs', { name: 'Amina Diallo' });
const pdf = join(house.folder, 'one.pdf');

const renderWith = (assets) => run(program('lanyard-badges'), ['render', '--event', 'designs', '--output', pdf,
  ...(assets ? ['--assets', assets, '--design', 'mine'] : [])], { env: house.env });

test('a wrong design is refused by the member that is wrong', () => {
  const attempt = (change, artwork) => {
    const { assets, place } = changed(change);
    if (artwork) writeFileSync(join(place, 'banner.svg'), artwork);
    return renderWith(assets);
  };
  assert.equal(attempt(() => {}).status, 0);
  const rename = (object, from, to) => { object[to] = object[from]; delete object[from]; };
  for (const [said, change] of [
    ['texts[2].box must be [left, top', (d) => { d.texts[2].box[2] = 200; }],
    ['texts[0].field must be one of event_title, event_dates, badge_name, name, affiliation, country, category, code', (d) => { d.texts[0].field = 'email'; }],
    ['texts[1].size must be [smallest', (d) => { d.texts[1].size = [20, 10]; }], ['texts[3].rank must be a number from 1 to 8, of one text alone', (d) => { d.texts[3].rank = 1; }], ['texts[3].color must be a colour', (d) => { d.texts[3].color = 'blue'; }],
    ['texts[0].lines must be a number from 1 to 4', (d) => { d.texts[0].lines = 5; }],
    ['symbol.box must be a square', (d) => { d.symbol.box = [0, 0, 10, 10]; }], ['banner.file must be', (d) => { d.banner.file = '../x.svg'; }],
    ['texts must be a list of 1 to 24', (d) => { d.texts = []; }],
    ['texts[2].align should be one of left, center, right\n', (d) => { d.texts[2].align = 'middle'; }],
    ['texts[2].weight should be one of normal, medium, bold\n', (d) => { d.texts[2].weight = 700; }],
    ['texts[0].lines should be of type integer', (d) => { d.texts[0].lines = '2'; }],
    ['texts[1].box[3] should be of type number', (d) => { d.texts[1].box[3] = '6'; }],
    ['texts[4].colour is not known', (d) => { rename(d.texts[4], 'color', 'colour'); }],
    ['texts[4].aling is not known', (d) => { d.texts[4].aling = 'left'; }],
    ['texts[5].field is missing', (d) => { delete d.texts[5].field; }],
    ['band.box is missing', (d) => { delete d.band.box; }], ['symbol is missing', (d) => { rename(d, 'symbol', 'simbol'); }],
    ['banner.file is missing', (d) => { delete d.banner.file; }], ['background is not known', (d) => { d.background = {}; }],
  ]) {
    const result = attempt(change);
    assert.equal(result.status, 6, result.stderr);
    assert.ok(result.stderr.includes(`designs/mine/design.json: ${said}`), `${said}: ${result.stderr}`);
  }
  assert.match(attempt(() => {}, '<svg').stderr, /banner\.svg/);
});

const check = (change, artwork) => {
  const { assets, place } = changed(change);
  if (artwork) writeFileSync(join(place, 'banner.svg'), artwork);
  const told = run(program('lanyard-badges'), ['check', 'mine', '--assets', assets]);
  return { assets, place, status: told.status, says: told.stdout + told.stderr };
};

test('what a design says wrong and can be drawn is told by the check and by a run, with file and element', () => {
  const text = (design, field) => design.texts.find((one) => one.field === field);
  assert.deepEqual((({ status, says }) => ({ status, says }))(check(() => {})), { status: 0, says: 'The design is in order.\n' });
  for (const [said, change] of [
    ['texts[5] (code) stands over the symbol', (d) => { text(d, 'code').box = [34, 120, 37, 4]; }],
    ['texts[0] (event_title) is hardly seen on what is behind it (contrast 1.', (d) => { text(d, 'event_title').color = '#0b3b52'; }],
    ['texts[3] (affiliation) is hardly seen on what is behind it (contrast 1.0 : 1, wanted is 3)', (d) => { text(d, 'affiliation').color = '#ffffff'; }],
    ["texts[0] (event_title) stands where a holder's slot is punched", (d) => { text(d, 'event_title').box = [6, 4, 66, 13]; }],
    ['texts[1] (event_dates) stands within 3 mm of the edge', (d) => { text(d, 'event_dates').box[0] = 1; }],
    ['texts[5] (code) overlaps texts[4] (country)', (d) => { text(d, 'code').box = [6, 84, 20, 5]; }],
    ['texts[6] (category) is black or white', (d) => { text(d, 'category').box = [6, 126, 20, 5]; }],
    ['texts[5] (code) stands on the band', (d) => { text(d, 'code').box = [34, 130, 37, 4]; text(d, 'category').box = [6, 138, 90, 6]; }],
    ['symbol.box stands on the banner', (d) => { d.symbol.box = [6, 8, 25, 25]; text(d, 'event_title').box = [40, 11, 30, 13]; text(d, 'event_dates').box = [40, 25.5, 30, 5]; }],
    ["texts show nobody's name", (d) => { d.texts.splice(2, 1); }],
    ['banner.svg: is 1050 : 340 in a box of 105 : 20 mm: white stays beside it', (d) => { d.banner.box = [0, 0, 105, 20]; }],
  ]) {
    const { status, says, assets } = check(change);
    assert.equal(status, 3, `${said}: ${says}`);
    assert.ok(says.includes(said), `${said}: ${says}`);
    const printed = renderWith(assets);
    assert.equal(printed.status, 3);
    assert.ok(printed.stderr.includes(`lanyard-badges: `) && printed.stderr.includes(said), printed.stderr);
  }
});

test('what artwork has that is not drawn as it is meant is told with its line', () => {
  const svg = (inside) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1050 340">\n<path fill="#083145" d="M0 0h1050v340H0z"/>\n${inside}\n</svg>`;
  for (const [said, inside] of [
    ['banner.svg: line 3: <image>: links to ../../secret.png, outside the design', '<image xlink:href="../../secret.png" width="10" height="10"/>'],
    ['banner.svg: line 3: <image>: links to https://example.org/x.png, outside', '<image href="https://example.org/x.png" width="10" height="10"/>'],
    ['banner.svg: line 3: <image>: links to logo.png, which is not there', '<image href="logo.png" width="10" height="10"/>'],
    ['banner.svg: line 3: <image>: is distorted', '<image preserveAspectRatio="none" href="data:image/png;base64,iVBORw0KGgo=" width="10" height="40"/>'],
    ['banner.svg: line 3: <text>: wants the font Comic Sans MS, which is not installed', '<text font-family="\'Comic Sans MS\', sans-serif">x</text>'],
    ['banner.svg: line 3: <text>: wants the font Futura', '<text style="font-size:3px; font-family: Futura">x</text>'],
    ['banner.svg: line 3: <style>: wants the font Gill Sans', '<style>text { font-family: "Gill Sans"; }</style>'],
    ['banner.svg: line 3: <foreignObject>: is not drawn', '<foreignObject width="5" height="5"/>'],
    ['banner.svg: line 3: <script>: is not drawn', '<script>1</script>'],
  ]) {
    const { status, says } = check(() => {}, svg(inside));
    assert.equal(status, 3, `${said}: ${says}`);
    assert.ok(says.includes(said), `${said}: ${says}`);
  }
  assert.equal(check(() => {}, svg('<text font-family="Noto Sans">x</text><use href="#a"/>')).status, 0);
});

test('a picture that is distorted or coarse on paper is told', () => {
  const { assets, place } = changed((d) => { d.banner.file = 'banner.png'; });
  assert.equal(renderWith().status, 0);
  must('pdftoppm', ['-r', '30', '-png', '-singlefile', pdf, join(place, 'banner')]);
  const told = run(program('lanyard-badges'), ['check', 'mine', '--assets', assets]);
  assert.equal(told.status, 3);
  assert.match(told.stdout, /banner\.png: is \d+ : \d+ in a box of 105 : 34 mm: it is distorted\nbanner\.png: has 30 pixels an inch on paper/);
  assert.equal(run(program('lanyard-badges'), ['check', 'nowhere', '--assets', assets]).status, 1);
  assert.equal(run(program('lanyard-badges'), ['check', place]).status, 3, 'a folder');
});

