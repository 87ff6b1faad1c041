// The badge PDF, read by the readers that people and doors use: pdftotext, zbarimg, ZXing, and our own.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, folder, must, program, register, run, simpleEvent } from '../lib/lanyard.mjs';
import { changed } from '../lib/design.mjs';

// One name in each script that people at such a meeting write.
const people = [
  ['Amina Diallo', 'Amina', 'SN'], ['Jürgen Müller-Lüdenscheidt', 'Jürgen', 'DE'], ['Þórunn Ægisdóttir', 'Þórunn', 'IS'],
  ['Nguyễn Văn Ánh', 'Ánh', 'VN'], ['Σοφία Παπαδοπούλου', 'Σοφία', 'GR'], ['Ольга Ковальчук', 'Ольга', 'UA'],
  ['Անահիտ Պետրոսյան', 'Անահիտ', 'AM'], ['ნინო ბერიძე', 'ნინო', 'GE'], ['דוד כהן', 'דוד', 'IL'],
  ['محمد عبد الرحمن', 'محمد', 'EG'], ['فرشته احمدی', 'فرشته', 'IR'], ['नेहा शर्मा', 'नेहा', 'IN'], ['রহিম উদ্দিন', 'রহিম', 'BD'],
  ['தமிழ்ச்செல்வி', 'தமிழ்', 'LK'], ['සමන් පෙරේරා', 'සමන්', 'LK'], ['ยุพา สุขใจ', 'ยุพา', 'TH'], ['ສົມພອນ ວົງສາ', 'ສົມພອນ', 'LA'],
  ['သန္တာ မြင့်', 'သန္တာ', 'MM'], ['សុខា ចាន់', 'សុខា', 'KH'], ['ሰላም ተስፋዬ', 'ሰላም', 'ET'], ['王小明', '王小明', 'CN'], ['陳大文', '陳大文', 'TW'],
  ['山田 花子', '花子', 'JP'], ['김민준', '민준', 'KR'], ['Ximena 刘 Ковач', 'Ximena 刘', 'MX'], ['ماريا García', 'ماريا', 'ES'],
];
const slug = 'badges';
let house, service, work;

const render = (output, ...args) => run(program('lanyard-badges'), ['render', '--event', slug, '--output', output, ...args], { env: house.env });
const codeOf = (name) => house.sql(`SELECT o.code FROM orders o JOIN attendee a USING (event_id, order_id) WHERE a.name = '${name}'`)[0][0];
const digest = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
const texts = (pdf) => must('pdftotext', ['-enc', 'UTF-8', pdf, '-']);
const pages = (pdf) => Number(/^Pages: +(\d+)/m.exec(must('pdfinfo', [pdf]))[1]);

// The pictures of the pages as a 200 dpi printer, or a camera before it, would have them.
const pictures = (pdf) => {
  const place = folder('pages');
  must('pdftoppm', ['-r', '200', '-gray', '-png', pdf, join(place, 'page')]);
  return readdirSync(place).sort().map((name) => join(place, name));
};

// A connection each: one that is kept may be closed while a long program runs between two of them.
const registered = async (fields) => {
  const answer = await register(service, slug, fields, { connection: 'close' });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
};

before(async () => {
  work = folder('badges');
  house = new House();
  house.apply(simpleEvent(slug, { categories: [
    { code: 'free', title: 'Participant', description: '', color: '#0b6e8f', capacity: null, approval: false, waiting_list: false, prices: { only: 0 } },
    { code: 'press', title: 'Press', description: '', color: '#f7d154', capacity: null, approval: false, waiting_list: false, prices: { only: 0 } },
  ] }));
  service = await house.serve();
  for (const [name, badge_name, country] of people) {
    await registered({ name, badge_name, country, affiliation: `ISOC ${name}` });
  }
});
after(() => house.close());

const rendered = () => {
  const pdf = join(work, 'people.pdf');
  if (!existsSync(pdf)) {
    const result = render(pdf, '--category', 'free');
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stderr, '');
    assert.match(result.stdout, new RegExp(`^${people.length} badges on ${people.length} pages in [0-9.]+ s, print run [0-9]+: `));
  }
  return pdf;
};
const tokens = (category) => house.sql(`SELECT t.token FROM ticket t JOIN attendee a USING (event_id, attendee_id)
  WHERE t.kind = 'badge' AND a.category = '${category}' ORDER BY 1`).map(([token]) => token);

test('one page each, and pdftotext finds every name', () => {
  const pdf = rendered();
  assert.equal(pages(pdf), people.length);
  const text = texts(pdf).normalize('NFC');
  for (const [name, badge] of people) {
    for (const word of [...name.split(' '), ...badge.split(' ')]) {
      const seen = [...word].reverse().join('');
      assert.ok(text.includes(word) || text.includes(seen), `${word} of ${name}`);
    }
  }
});

test('a badge name stands alone, a full name where there is none, and a full name beside it where the design says so', async () => {
  await registered({ category: 'press', name: 'Adaeze Okonkwo', badge_name: 'Ada', affiliation: 'ISOC' });
  await registered({ category: 'press', name: 'Benedikta Sverrisdóttir', affiliation: 'ISOC' });
  const pdf = join(work, 'alone.pdf');
  const shown = (code, ...args) => {
    assert.equal(render(pdf, '--code', code, ...args).status, 0);
    return texts(pdf);
  };
  const [ada, benedikta] = ['Adaeze Okonkwo', 'Benedikta Sverrisdóttir'].map(codeOf);
  assert.match(shown(ada), /Ada\n/);
  assert.doesNotMatch(shown(ada), /Adaeze|Okonkwo/);
  assert.match(shown(benedikta).replaceAll('\n', ' '), /Benedikta Sverrisdóttir/);
  const { assets } = changed((design) => {
    design.texts.splice(3, 0, { ...design.texts.find(({ field }) => field === 'affiliation'), field: 'name', rank: 4 });
  });
  assert.match(shown(ada, '--assets', assets, '--design', 'mine'), /Ada\n[^]*Adaeze Okonkwo/);
  assert.equal(shown(benedikta, '--assets', assets, '--design', 'mine').match(/Benedikta/g).length, 1);
});

test('the code on a badge is the registration\'s, in a group with a number behind it', async () => {
  await registered({ category: 'press', name: 'Grouped One', affiliation: 'ISOC' });
  const code = codeOf('Grouped One');
  const pdf = join(work, 'code.pdf');
  assert.equal(render(pdf, '--code', code).status, 0);
  assert.match(texts(pdf), new RegExp(`^${code}$`, 'm'));
  assert.equal(render(pdf, '--code', `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase()).status, 0, 'however it is typed');
  assert.equal(render(pdf, '--code', 'nonsense!').status, 2);
  house.sql(`INSERT INTO attendee (event_id, order_id, category, price_window, price, name, badge_name, email)
    SELECT event_id, order_id, category, price_window, price, 'Grouped Two', 'Two', email FROM attendee WHERE name = 'Grouped One'`);
  assert.equal(render(pdf, '--code', code).status, 0);
  assert.match(texts(pdf), new RegExp(`^${code}-1$`, 'm'));
  house.sql(`DELETE FROM attendee WHERE name = 'Grouped Two'`);
});

test('zbarimg reads every code at 200 dpi', () => {
  const read = must('zbarimg', ['--quiet', '--raw', ...pictures(rendered())]).split('\n').filter(Boolean).sort();
  assert.deepEqual(read, tokens('free'));
});

test('ZXing reads every code at 200 dpi', () => {
  const read = pictures(rendered()).map((picture) => /^Text: +"?(LY[A-Z2-7]+)"?/m.exec(must('ZXingReader', [picture]))?.[1]);
  assert.deepEqual(read.sort(), tokens('free'));
});

test('the door program reads every code out of the PDF', () => {
  const read = must(program('lanyard-checkin'), ['read', rendered()], { env: { LANYARD_DOOR_FOLDER: work } });
  assert.deepEqual(read.split('\n').filter(Boolean).sort(), tokens('free'));
});

test('the same data give the same bytes', () => {
  const again = join(work, 'again.pdf');
  const result = run(program('lanyard-badges'), ['render', '--event', slug, '--output', again, '--category', 'free'],
    { env: { ...house.env, TZ: 'Pacific/Auckland', LANG: 'ar_EG.UTF-8' } });
  assert.equal(result.status, 0, result.stderr);
  assert.equal(digest(again), digest(rendered()));
});

test('fonts are named by script, and all are embedded', () => {
  const fonts = must('pdffonts', [rendered()]);
  for (const name of ['NotoSans-', 'NotoSansArabic', 'NotoSansHebrew', 'NotoSansDevanagari', 'NotoSansThai', 'NotoSansEthiopic',
    'CJKsc', 'CJKtc', 'CJKjp', 'CJKkr']) assert.match(fonts, new RegExp(name), name);
  for (const line of fonts.trim().split('\n').slice(2)) assert.match(line, / yes yes (yes|no ) +\d+ +0$/, line);
});

test('four on a sheet, a short last one too, with every code readable', () => {
  const pdf = join(work, 'four.pdf');
  assert.equal(render(pdf, '--category', 'free', '--sheet', 'a4-4up', '--crop-marks').status, 0);
  assert.equal(pages(pdf), Math.ceil(people.length / 4));
  assert.match(must('pdfinfo', [pdf]), /Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/);
  const read = must('zbarimg', ['--quiet', '--raw', ...pictures(pdf)]).split('\n').filter(Boolean).sort();
  assert.deepEqual(read, tokens('free'));
});

// The picture of a page: how dark each pixel is.
const page = (pdf, dpi) => {
  const place = folder('page');
  must('pdftoppm', ['-r', String(dpi), '-gray', '-singlefile', pdf, join(place, 'page')]);
  const bytes = readFileSync(join(place, 'page.pgm'));
  const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'));
  return { width: Number(width), height: Number(height), at: (x, y) => bytes[head.length + y * Number(width) + x] };
};

test('on a sheet for the office nothing is printed where office printers do not print', () => {
  const pdf = join(work, 'margins.pdf');
  const margin = (sheet, args) => {
    assert.equal(render(pdf, '--category', 'free', '--limit', '4', '--sheet', sheet, '--crop-marks', ...args).status, 0);
    const { width, height, at } = page(pdf, 127); // 5 pixels a millimetre
    let inked = Infinity;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (at(x, y) < 250) inked = Math.min(inked, x, y, width - 1 - x, height - 1 - y);
      }
    }
    return inked / 5;
  };
  for (const sheet of ['a4-4up', 'letter-4up']) {
    const found = margin(sheet, []);
    assert.ok(found >= 4.6 && found < 6, `${sheet}: ${found} mm`);
  }
  assert.ok(margin('a4-4up', ['--margin', '10']) >= 9.6);
  assert.ok(margin('a4-4up', ['--margin', '0']) < 1);
});

test('the banner has the event\'s own colour, darkened where white would not be seen on it', () => {
  const pdf = join(work, 'brand.pdf');
  const [[kept]] = house.sql(`SELECT brand FROM event WHERE slug = '${slug}'`);
  const corner = (color) => {
    house.sql(`UPDATE event SET brand = '{"color": "${color}"}' WHERE slug = '${slug}'`);
    const result = render(pdf, '--category', 'free', '--limit', '1');
    assert.equal(result.status, 0, result.stderr);
    const place = folder('brand');
    must('pdftoppm', ['-r', '50', '-singlefile', pdf, join(place, 'page')]);
    const bytes = readFileSync(join(place, 'page.ppm'));
    const [head, width] = /^P6\s+(\d+)\s+\d+\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'));
    return [...bytes.subarray(head.length + 3 * (3 * Number(width) + 3)).subarray(0, 3)];
  };
  const [red, green, blue] = corner('#b23a48');
  assert.ok(red > 130 && green < 80 && blue < 90, `${red} ${green} ${blue}`);
  const [r, g, b] = corner('#ffe000');
  assert.ok(r > b + 60 && g > b + 60 && r < 160, `${r} ${g} ${b}`);
  house.sql(`UPDATE event SET brand = '${kept.replaceAll("'", "''")}' WHERE slug = '${slug}'`);
});

test('the date of a PDF is of the data, as ISO 32000-1 writes it, and has been', () => {
  const info = readFileSync(rendered()).toString('latin1');
  for (const name of ['CreationDate', 'ModDate']) {
    const [, year, month, day, hour, minute, second] = new RegExp(`/${name} \\(D:(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)\\+00'00'\\)`).exec(info) ?? assert.fail(name);
    const date = Date.UTC(year, month - 1, day, hour, minute, second);
    assert.ok(date <= Date.now() && date > Date.now() - 3600e3, `${name} is ${new Date(date).toISOString()}`);
  }
  // Nothing has moved: a reader finds each object where the table says.
  assert.doesNotMatch(run('pdfinfo', [rendered()]).stderr, /Error|Warning/);
  assert.match(must('pdfinfo', ['-isodates', rendered()]), /CreationDate: +20/);
});

test('choices: one code, a limit, an order; the summary as JSON tells the run that was recorded', () => {
  const pdf = join(work, 'some.pdf');
  const [[code]] = house.sql(`SELECT o.code FROM orders o JOIN attendee a USING (event_id, order_id) WHERE a.name = '王小明'`);
  assert.equal(render(pdf, '--code', code).status, 0);
  assert.match(texts(pdf), /王小明/);
  assert.equal(pages(pdf), 1);

  const result = render(pdf, '--category', 'free', '--limit', '3', '--sort', 'registered', '--format', 'json');
  assert.equal(result.status, 0, result.stderr);
  const summary = JSON.parse(result.stdout);
  assert.equal(summary.badges, 3);
  assert.equal(summary.pages, 3);
  assert.equal(summary.sha256, digest(pdf));
  assert.deepEqual(house.sql(`SELECT badges, pages, encode(sha256, 'hex') FROM print_run WHERE run_id = ${summary.run}`), [['3', '3', summary.sha256]]);
  const [[options]] = house.sql(`SELECT options FROM print_run WHERE run_id = ${summary.run}`);
  assert.deepEqual(JSON.parse(options), { category: 'free', limit: 3, sort: 'registered', sheet: 'a6', crop_marks: false, design: 'default' });
  const first = must('pdftotext', ['-l', '1', pdf, '-']);
  assert.match(first, /Amina\n/);
});

test('what does not fit or has no letters is printed all the same, and said', async () => {
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk';
  await registered({ category: 'press', name: long, badge_name: long });
  await registered({ category: 'press', name: 'Kawi', badge_name: '\u{11F04}\u{11F05}\u{11F06}' });
  const pdf = join(work, 'press.pdf');
  const result = render(pdf, '--category', 'press', '--format', 'json');
  assert.equal(result.status, 3);
  assert.match(result.stderr, /badge [2-9A-HJ-NP-Z]{8}: badge_name is too long/);
  assert.match(result.stderr, /badge [2-9A-HJ-NP-Z]{8}: badge_name has letters that no font here has/);
  const { remarks } = JSON.parse(result.stdout);
  assert.deepEqual(new Set(remarks.map(({ field, fault }) => `${field} ${fault}`)).has('badge_name too_long'), true);
  assert.ok(texts(pdf).replace(/\s/g, '').includes(long));
});

test('emoji are drawn as their owner chose them, the same each time', async () => {
  await registered({ category: 'press', name: 'Zoë 🦄', badge_name: '👩‍👩‍👧‍👦 🇳🇱', affiliation: 'Zoë 🦄' });
  const [[code]] = house.sql(`SELECT o.code FROM orders o JOIN attendee a USING (event_id, order_id) WHERE a.name = 'Zoë 🦄'`);
  const pdfs = ['emoji.pdf', 'emoji-again.pdf'].map((name) => join(work, name));
  for (const pdf of pdfs) {
    const result = render(pdf, '--code', code);
    assert.equal(result.status, 0, result.stderr);
  }
  assert.equal(digest(pdfs[0]), digest(pdfs[1]));
  // Sharp on paper, and text to whoever searches or listens.
  const pictures = must('pdfimages', ['-list', pdfs[0]]).split('\n').filter((line) => / image .* rgb /.test(line)).map((line) => line.trim().split(/ +/));
  assert.equal(pictures.length, 3, 'the banner and those two that have colours');
  for (const picture of pictures) assert.ok(Number(picture[12]) >= 295 && Number(picture[13]) >= 295, picture.join(' '));
  const text = texts(pdfs[0]);
  for (const emoji of ['👩‍👩‍👧‍👦', '🇳🇱', 'Zoë 🦄']) assert.ok(text.includes(emoji), `${emoji} in ${text}`);
});

// What a reader (poppler's) finds again of a name: whole, but for spaces within it where marks part its letters, or not at all. How it is
// drawn is right in each of them. Who mends one takes it out of the exceptions.
const extracted = {
  whole: [
    'Jürgen Müller', 'Nguyễn Văn Ánh', 'Σοφία Παπαδοπούλου', 'Ольга Ковальчук', 'Անահիտ Պետրոսյան', 'ნინო ბერიძე', 'דוד כהן',
    'فرشته احمدی', 'ܣܘܪܝܝܐ', 'नेहा शर्मा', 'রহিম উদ্দিন', 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ', 'નેહા પટેલ', 'தமிழ்ச்செல்வி', 'వెంకటేశ్వర్లు', 'ಶ್ರೀನಿವಾಸ',
    'ശ്രീജിത്ത്', 'සමන් පෙරේරා', 'ยุพา สุขใจ', 'ສົມພອນ ວົງສາ', 'သန္တာ မြင့်', 'សុខា ចាន់', 'ሰላም ተስፋዬ', 'ᏣᎳᎩ', 'ᐃᓄᒃᑎᑐᑦ', 'ᠮᠣᠩᠭᠣᠯ',
    'ⵜⴰⵎⴰⵣⵉⵖⵜ', 'ꕙꔤ', 'ꆈꌠ', '王小明', '陳大文', '山田 花子', 'アミナ', '김민준', 'Ximena 刘 Ковач', 'Zoë 🦄',
  ],
  spaced: ['Ọ̀ṣun Àbíọ́dún', 'محمد عبد الرحمن', 'ସୁଭାଷ ଦାସ', 'བསྟན་འཛིན'],
  apart: [
    'گلِ نستعلیق', // marks below a letter come by themselves
    '(ابن سينا) Avicenna', // a bracket of the other direction is mirrored and moved
    'محمد (Mo) علي', // the same
    'މުޙައްމަދު', // vowels stand before their letters
    'ߒߞߏ', // letters come from the left
  ],
};

test('what a reader of the PDF finds again of a name, script by script', async () => {
  const all = Object.values(extracted).flat();
  for (const name of all) await registered({ category: 'press', name, affiliation: 'Extracted' });
  const pdf = join(work, 'extracted.pdf');
  assert.ok([0, 3].includes(render(pdf, '--category', 'press').status));
  const isolates = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const text = texts(pdf).replace(isolates, '').normalize('NFC').replace(/\s+/g, ' ');
  const closed = text.replaceAll(' ', '');
  const find = (name) => {
    const wanted = name.normalize('NFC');
    return text.includes(wanted) ? 'whole' : closed.includes(wanted.replaceAll(' ', '')) ? 'spaced' : 'apart';
  };
  const found = Object.fromEntries(Object.keys(extracted).map((how) => [how, all.filter((name) => find(name) === how)]));
  assert.deepEqual(found, extracted);
});

test('a name of several words takes a second line rather than shrink', async () => {
  await registered({ category: 'press', name: 'B', badge_name: 'Bartholomew Featherstonehaugh' });
  const [[code]] = house.sql(`SELECT o.code FROM orders o JOIN attendee a USING (event_id, order_id) WHERE a.name = 'B'`);
  const pdf = join(work, 'lines.pdf');
  assert.equal(render(pdf, '--code', code).status, 0);
  assert.match(texts(pdf), /Bartholomew\nFeatherstonehaugh/);
});

test('wrong choices say what is wrong and leave the old file as it is', () => {
  const pdf = join(work, 'old.pdf');
  copyFileSync(rendered(), pdf);
  const before = digest(pdf);
  const refused = (status, pattern, args, env = {}) => {
    const result = run(program('lanyard-badges'), ['render', '--output', pdf, ...args], { env: { ...house.env, ...env } });
    assert.equal(result.status, status, result.stderr);
    assert.match(result.stderr, pattern);
    assert.equal(result.stdout, '');
    assert.equal(digest(pdf), before);
  };
  refused(1, /--event: there is no event nowhere; there are: badges/, ['--event', 'nowhere']);
  refused(1, /category: Event badges has no category fre\. It has: free, press\.\n/, ['--event', slug, '--category', 'fre']);
  refused(2, /output: say which/, ['--event', slug, '--output', '']);
  refused(2, /output: is a file/, ['--event', slug, '--output', '-']);
  refused(1, /cannot write .*: it is there, and is no regular file/, ['--event', slug, '--output', work]);
  refused(1, /no confirmed attendee matches/, ['--event', slug, '--code', 'AAAAAAAA']);
  refused(2, /--sort/, ['--event', slug, '--sort', 'shoe-size']);
  refused(2, /--limit/, ['--event', slug, '--limit', '0']);
  refused(6, /database/, ['--event', slug], { PGDATABASE: 'no_such_database' });
  refused(1, /cannot open .*designs\/none\/design\.json/, ['--event', slug, '--design', 'none']);
  refused(1, /cannot write/, ['--event', slug, '--output', '/nowhere/badges.pdf']);
});

test('a person watches a bar that stays on its line; a pipe sees none', () => {
  const pdf = join(work, 'watched.pdf');
  const command = `stty cols 40; ${program('lanyard-badges')} render --event ${slug} --category free --output ${pdf}`;
  const screen = run('script', ['--quiet', '--return', '--command', command, '/dev/null'], { env: { ...house.env, TERM: 'xterm' } }).stdout;
  const shown = screen.split('\r').map((line) => line.replace('\u001b[K', '')).filter((line) => /^[0-9]+\/[0-9]+ badges \[/.test(line));
  assert.ok(shown.length > 0, screen);
  assert.ok(shown.at(-1).startsWith(`${people.length}/${people.length} badges [`), screen);
  for (const line of shown) assert.ok(line.length < 40, line);
  assert.match(screen, /\r\u001b\[K[0-9]+ badges on /, 'the bar is taken away');
  assert.equal(render(pdf, '--category', 'free').stderr, '');
});
