// lanyard-admin event: files in, what changed, what is wrong and where.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, must, program, register, repository, run, sampleEvent, simpleEvent, until } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());
const file = (content, name = 'event.json') => {
  const path = join(house.folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
};
const apply = (content, ...args) => house.tryAdmin('event', 'apply', file(content), ...args);
const show = (slug) => JSON.parse(house.admin('event', 'show', '--event', slug));

test('the sample event: created, then unchanged, then what changed', () => {
  const path = join(repository, 'assets/events/inet2027.json');
  assert.equal(house.admin('event', 'apply', path), 'event inet2027: created\n');
  assert.equal(house.admin('event', 'apply', path), 'event inet2027: no change\n');
  const changed = sampleEvent();
  changed.title.en = 'INET';
  changed.categories[1].prices.early = 40000;
  changed.sessions.pop();
  const { stdout, status } = apply(changed);
  assert.equal(status, 0);
  assert.match(stdout, /^title\.en: "INET 2027 — The Global Internet Summit" -> "INET"$/m);
  assert.match(stdout, /^categories\.non-member\.prices\.early: 45000 -> 40000$/m);
  assert.match(stdout, /^sessions\.dinner.*\(removed\)$/m);
  assert.deepEqual(JSON.parse(apply(sampleEvent(), '--format', 'json').stdout).changes.map(({ path: p }) => p.split('.').slice(0, 2).join('.')).sort(),
    ['categories.non-member', 'sessions.dinner', 'title.en'].sort());
});

test('what show prints, apply takes back unchanged', () => {
  for (const event of [sampleEvent(), simpleEvent('plain'), simpleEvent('bare', { venue: {}, contact: '', summary: '', languages: ['en'], capacity: 7 })]) {
    house.apply(event);
    const { stdout, status } = apply(house.admin('event', 'show', '--event', event.slug));
    assert.equal(status, 0, event.slug);
    assert.equal(stdout, `event ${event.slug}: no change\n`);
  }
  assert.equal(run(program('lanyard-admin'), ['event', 'apply', '-'], { env: house.env, input: house.admin('event', 'show', '--event', 'plain') }).stdout, 'event plain: no change\n');
});

test('a file is taken as people write it: with a mark in front, in any normal form, with odd spaces', () => {
  house.apply(simpleEvent('written', { title: 'Conférence' }));
  const { stdout, stderr } = apply(`\ufeff${JSON.stringify(simpleEvent('written', { title: ' Confe\u0301rence  ' }))}`);
  assert.equal(stdout, 'event written: no change\n', stderr);
});

test('the schema agrees: it takes the sample and whatever show prints', () => {
  house.apply(sampleEvent());
  must('/usr/bin/python3', ['-c', `
import json, jsonschema, sys
schema = json.load(open("${repository}assets/events/event.schema.json"))
jsonschema.Draft7Validator.check_schema(schema)
for text in sys.stdin.read().split("\\0"): jsonschema.validate(json.loads(text), schema)`],
  { input: [JSON.stringify(sampleEvent()), JSON.stringify(simpleEvent('x')), house.admin('event', 'show', '--event', 'inet2027')].join('\0') });
});

const change = (edit) => { const event = simpleEvent('kept', { title: 'Never stored' }); edit(event); return event; };
// What is in the file, and what is said of it.
const wrongFiles = [
  ['{\n  "slug": "kept",\n  "title" "x"\n}', /event\.json:3:/],
  ['{"slug": "kept", "slug": "kept"}', /event\.json:1:.*duplicate/],
  ['[]', /event\.json/],
  ['', /event\.json:1/],
  [change((e) => { delete e.title; }), /title/],
  [change((e) => { e.titel = 'x'; }), /titel/],
  [change((e) => { e.slug = 'Not A Slug'; }), /slug/],
  [change((e) => { e.capacity = -1; }), /capacity/],
  [change((e) => { e.capacity = '100'; }), /capacity/],
  [change((e) => { e.starts_on = '2027-02-30'; }), /starts_on: is no day of the calendar/],
  [change((e) => { e.ends_on = '2027-06-01'; }), /ends_on: lies before starts_on/],
  [change((e) => { e.time_zone = 'Mars/Olympus'; }), /time_zone/],
  [change((e) => { e.currency = 'XYZ'; }), /currency/],
  [change((e) => { e.venue.country = 'XX'; }), /venue\.country/],
  [change((e) => { e.registration = { opens: '2027-01-02', closes: '2027-01-01' }; }), /registration\.closes: lies before/],
  [change((e) => { e.windows[0].until = '2027-13-01'; }), /windows\[0\]\.until/],
  [change((e) => { e.windows = [{ code: 'a', title: 'A', until: '2027-02-01' }, { code: 'b', title: 'B', until: '2027-01-01' }]; e.categories[0].prices = { a: 0, b: 0 }; }), /windows\[1\]\.until/],
  [change((e) => { e.windows = [{ code: 'a', title: 'A', until: null }, { code: 'b', title: 'B', until: null }]; e.categories[0].prices = { a: 0, b: 0 }; }), /windows\[0\]\.until/],
  [change((e) => { e.categories[0].prices = {}; }), /categories\[0\]\.prices: lacks the price of window only/],
  [change((e) => { e.categories[0].prices.never = 5; }), /categories\[0\]\.prices\.never: names no window/],
  [change((e) => { e.categories[0].prices.only = -5; }), /categories\[0\]\.prices/],
  [change((e) => { e.categories[0].prices.only = 4.5; }), /categories\[0\]\.prices/],
  [change((e) => { e.categories.push(e.categories[0]); }), /categories\[1\].*twice/],
  [change((e) => { e.categories = []; }), /categories/],
  [change((e) => { e.categories[0].color = 'blue'; }), /categories\[0\]\.color/],
  [change((e) => { e.sessions = [{ ...sampleEvent().sessions[0], ends: '2027-06-08T08:00' }]; }), /sessions\[0\]: ends before it starts/],
  [change((e) => { e.sessions = [{ ...sampleEvent().sessions[0], starts: '2027-06-08T25:00' }]; }), /sessions\[0\]/],
  [change((e) => { e.points[0].session = 'none'; }), /points\[0\]\.session: names no session/],
  [change((e) => { e.points[0].kinds = ['lanyard']; }), /points\[0\]\.kinds/],
  [change((e) => { e.points[0].entry = 'twice'; }), /points\[0\]\.entry: should be once or daily or unlimited$/m],
  [change((e) => { e.categories[0].capacity = 'many'; }), /categories\[0\]\.capacity: should be integer or null$/m],
  [change((e) => { e.categories[0].prices.only = '5'; }), /categories\[0\]\.prices\.only: should be integer$/m],
  [change((e) => { e.categories[0].colour = 'blue'; }), /categories\[0\]: has no member 'colour'/],
  [change((e) => { e.slug = 'A B'; }), /slug: .*small letters, digits, - and _/],
  [change((e) => { e.starts_on = '0000-01-01'; }), /starts_on: is no day of the calendar/],
  [change((e) => { e.title = ' \n '; }), /title/],
  [change((e) => { e.categories[0].title = 'bell \x07'; }), /categories\[0\]\.title: holds characters that cannot be shown/],
  [change((e) => { e.points[1].title = '\x1b[2J'; }), /points\[1\]\.title: holds characters/],
];
test('a wrong file is refused by line or path and reason, and nothing of it is stored', () => {
  house.apply(simpleEvent('kept'));
  const before = show('kept');
  for (const [content, message] of wrongFiles) {
    const { status, stdout, stderr } = apply(content);
    assert.equal(status, 1, `${JSON.stringify(content).slice(0, 200)}\n${stdout}`);
    assert.match(stderr, /event\.json/, 'names the file');
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
  assert.deepEqual(show('kept'), before);
  const missing = house.tryAdmin('event', 'apply', join(house.folder, 'missing.json'));
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /missing\.json/);
});

test('what people hold already cannot be taken away by a file', async () => {
  const event = simpleEvent('held', { capacity: 10, sessions: [{ ...sampleEvent().sessions[0], code: 'lab', capacity: 5, price: 0 }] });
  event.categories.push({ ...event.categories[0], code: 'other', title: 'Other' });
  house.apply(event);
  const service = await house.serve();
  for (const name of ['A', 'B']) assert.equal((await register(service, 'held', { name, sessions: ['lab'], email: `${name}@example.org`,
    consents: { participant_list: true } })).status, 201);
  house.admin('device', 'new', 'laptop', '--point', 'desk', '--event', 'held');
  const before = show('held');
  for (const [edit, message] of [
    [(e) => { e.capacity = 1; }, /^lanyard-admin: capacity: Places taken already: 2\. A capacity of 1 is too small/],
    [(e) => { e.sessions[0].capacity = 1; }, /sessions\.lab\.capacity: Places taken already: 2\./],
    [(e) => { e.categories.shift(); }, /^lanyard-admin: categories\.free: This is in use/],
    [(e) => { e.sessions = []; }, /^lanyard-admin: sessions\.lab: This is in use/],
    [(e) => { e.consents = e.consents.slice(1); }, /^lanyard-admin: consents\.participant_list: This is in use/],
    [(e) => { e.points = e.points.slice(1); }, /^lanyard-admin: points\.desk: This is in use/],
  ]) {
    const changed = structuredClone(event);
    edit(changed);
    const { status, stderr, stdout } = apply(changed);
    assert.equal(status, 1, stdout);
    assert.match(stderr, message);
    assert.deepEqual(show('held'), before);
  }
  event.categories.pop();
  event.capacity = 2;
  assert.equal(apply(event).status, 0, 'what nobody holds can go');
});

test('a category is closed by a capacity of 0, whoever once held a place in it', async () => {
  const event = simpleEvent('closing');
  event.categories.push({ ...event.categories[0], code: 'other', title: 'Other' });
  house.apply(event);
  const service = await house.serve();
  const { body } = await register(service, 'closing');
  house.admin('registration', 'cancel', '--yes', body.code);
  event.categories[0].capacity = 0;
  house.apply(event);
  await until(async () => (await register(service, 'closing')).status === 409, 'the closed category');
  assert.equal((await register(service, 'closing', { category: 'other' })).status, 201);
  await service.stop();
});

test('a session and what only its point says of it go together', () => {
  const event = simpleEvent('going', { sessions: [{ ...sampleEvent().sessions[0], code: 'lab' }] });
  event.points[1].session = 'lab';
  house.apply(event);
  event.sessions = [];
  event.points[1].session = null;
  const { status, stdout, stderr } = apply(event);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^points\.hall\.session: "lab" -> null$/m);
});

test('who applied a file that changed something stands in the audit', () => {
  const event = simpleEvent('audited');
  for (const [title, actor] of [['One', 'amina'], ['Two', 'bilal'], ['Two', 'chen']]) apply({ ...event, title }, '--actor', actor);
  assert.deepEqual(house.sql("SELECT actor, action FROM audit JOIN event USING (event_id) WHERE slug = 'audited' ORDER BY audit_id"),
    [['amina', 'event applied'], ['bilal', 'event applied']]);
});

test('events are listed, drafts too, and an unknown one is said to be unknown', () => {
  house.apply(simpleEvent('draft', { state: 'draft' }));
  assert.match(house.admin('event', 'list'), /draft/);
  const list = JSON.parse(house.admin('event', 'list', '--format', 'json'));
  assert.equal(list.find(({ slug }) => slug === 'draft').state, 'draft');
  for (const args of [['event', 'show', '--event', 'nowhere'], ['registration', 'list', '--event', 'nowhere'], ['ticket', 'practice', '--event', 'nowhere'],
    ['device', 'list', '--event', 'nowhere'], ['device', 'new', 'x', '--point', 'desk', '--event', 'nowhere']]) {
    const { status, stderr, stdout } = house.tryAdmin(...args);
    assert.equal(status, 1, args.join(' '));
    assert.match(stderr, /nowhere/, args.join(' '));
    assert.equal(stdout, '');
  }
});
