// lanyard-admin event: files in, what changed, what is wrong and where.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventForm } from '../lib/eventform.mjs';
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
  [change((e) => { e.categories[0].prices = {}; }), /categories\[0\]\.prices\.only: is missing/],
  [change((e) => { e.categories[0].prices.never = 5; }), /categories\[0\]\.prices\.never: names no window/],
  [change((e) => { e.categories[0].prices.only = -5; }), /categories\[0\]\.prices/],
  [change((e) => { e.categories[0].prices.only = 4.5; }), /categories\[0\]\.prices/],
  [change((e) => { e.categories.push(e.categories[0]); }), /categories\[1\].*twice/],
  [change((e) => { e.categories = []; }), /categories/],
  [change((e) => { e.categories[0].color = 'blue'; }), /categories\[0\]\.color/],
  [change((e) => { e.sessions = [{ ...sampleEvent().sessions[0], ends: '2027-06-08T08:00' }]; }), /sessions\[0\]\.ends: does not lie after its start/],
  [change((e) => { e.sessions = [{ ...sampleEvent().sessions[0], starts: '2027-06-08T25:00' }]; }), /sessions\[0\]/],
  [change((e) => { e.points[0].session = 'none'; }), /points\[0\]\.session: names no session/],
  [change((e) => { e.points[0].kinds = ['lanyard']; }), /points\[0\]\.kinds/],
  [change((e) => { e.points[0].entry = 'twice'; }), /points\[0\]\.entry: once, daily or unlimited \(it is "twice"\)$/m],
  [change((e) => { e.categories[0].capacity = 'many'; }), /categories\[0\]\.capacity: a whole number of places, 0 to close, or null for no limit \(it is "many"\)$/m],
  [change((e) => { e.categories[0].prices.only = '5'; }), /categories\[0\]\.prices\.only: a whole number in the minor unit of the currency, such as 45000 for 450\.00 \(it is "5"\)$/m],
  [change((e) => { e.categories[0].colour = 'blue'; }), /categories\[0\]\.colour: is no member here; did you mean color\?/],
  [change((e) => { e.slug = 'A B'; }), /slug: small letters, digits, - and _/],
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
    [(e) => { e.capacity = 1; }, /^lanyard-admin: capacity: Places taken already: 2\. A capacity of 1 is too small/m],
    [(e) => { e.sessions[0].capacity = 1; }, /sessions\.lab\.capacity: Places taken already: 2\./],
    [(e) => { e.categories.shift(); }, /^lanyard-admin: categories\.free: This is in use/m],
    [(e) => { e.sessions = []; }, /^lanyard-admin: sessions\.lab: This is in use/m],
    [(e) => { e.consents = e.consents.slice(1); }, /^lanyard-admin: consents\.participant_list: This is in use/m],
    [(e) => { e.points = e.points.slice(1); }, /^lanyard-admin: points\.desk: This is in use/m],
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

test('the document of event files is the one that the schema gives', () => {
  const schema = JSON.parse(readFileSync(join(repository, 'assets/events/event.schema.json'), 'utf8'));
  assert.equal(readFileSync(join(repository, 'assets/events/README.md'), 'utf8'), eventForm(schema), 'make document writes it');
  const examples = (properties) => Object.entries(properties).forEach(([name, node]) => {
    const inner = node.properties ?? node.items?.properties;
    if (inner) examples(inner);
    else assert.ok(node.examples?.length && node.title, `${name} has words and an example`);
  });
  examples(schema.properties);
});

test('all faults are told at once, each by its path and in words', () => {
  const event = sampleEvent();
  Object.assign(event, { currency: 'usd', contact: 'somebody@', starts_on: '8 June', titel: 'x', capacity: -1, languages: ['en', 'en'] });
  delete event.ends_on;
  event.title = { en: '', 'no language!': 'x' };
  event.categories[2].prices.late = '200.00';
  delete event.categories[1].prices.early;
  event.categories[0].prices.never = 5;
  event.categories[3].badge = 'a word that is far too long for it';
  event.quotas[0].categories[0] = 'nobody';
  event.sessions[1].starts = '2027-06-31T09:00';
  event.links.terms = 'javascript:alert(1)';
  event.registration.closes = '2026-08-31T09:00';
  event.payment.instructions = 'Pay {sum}';
  event.points[0].kinds = [];
  const { status, stdout, stderr } = apply(event);
  assert.equal(status, 1);
  assert.equal(stdout, '');
  for (const line of ['currency: three letters of ISO 4217, such as USD (it is "usd")', 'starts_on: a day, such as 2027-06-08 (it is "8 June")',
    'titel: is no member here; did you mean title?', 'contact: a mail address (somebody@ is none)', 'capacity: a whole number of places, 0 to close, or null for no limit (it is -1; from 0 to 1000000)',
    'languages[1]: stands twice in the list', 'ends_on: is missing: a day, such as 2027-06-08', 'title.en: is empty: a text',
    'title.no language!: stands for no language: a language tag of BCP 47, such as en or pt-BR',
    'categories[2].prices.late: a whole number in the minor unit of the currency, such as 45000 for 450.00 (it is "200.00")',
    'categories[1].prices.early: is missing: the price of that window, a whole number in the minor unit', 'categories[0].prices.never: names no window',
    'categories[3].badge: at most 24 characters (it has 34)', 'quotas[0].categories[0]: names no category', 'sessions[1].starts: is no time of a day of the calendar',
    'links.terms: an address that begins with https://, or one for each language (it is "javascript:alert(1)")',
    'registration.closes: lies before registration.opens', 'payment.instructions: {code}, {amount} and {due} are what can stand in braces (there is {sum})',
    'points[0].kinds: a list of ticket, badge or both (it has 0)']) {
    assert.ok(stderr.split('\n').includes(`lanyard-admin: ${join(house.folder, 'event.json')}: ${line}`), `${line}\n\n${stderr}`);
  }
});

test('a zone is what PostgreSQL knows as one, told with the other faults', () => {
  const { stderr, status } = apply(simpleEvent('zoned', { time_zone: 'Canada/East-Saskatchewan', currency: 'XYZ' }));
  assert.equal(status, 1);
  assert.match(stderr, /time_zone: a time zone of area and place, such as Asia\/Kuala_Lumpur, or UTC \(PostgreSQL does not know Canada\/East-Saskatchewan\)/);
  assert.match(stderr, /currency: three letters of ISO 4217, such as USD \(XYZ is no current currency there\)/);
  assert.equal(apply(simpleEvent('zoned', { time_zone: 'America/Ciudad_Juarez' })).status, 0);
});

test('what is seldom meant is warned of, and taken', () => {
  const [lab] = sampleEvent().sessions;
  const { status, stderr } = apply(simpleEvent('odd', { time_zone: 'Europe/Berlin', starts_on: '2027-03-27', ends_on: '2027-03-28', title: { en: 'Odd', de: 'Seltsam' },
    registration: { opens: '2026-10-25T02:30', closes: '2027-03-29' },
    sessions: [{ ...lab, code: 'gap', starts: '2027-03-28T02:30', ends: '2027-03-28T04:00' }, { ...lab, code: 'other-year', starts: '2026-03-28T09:00', ends: '2026-03-28T10:00' }],
    categories: [{ code: 'a', title: 'A', color: '#0b6e8f', prices: { only: 0 } }, { code: 'b', title: 'B', color: '#0b6f8e', prices: { only: 0 } }] }));
  assert.equal(status, 0, stderr);
  for (const line of ['title: has no text in fr, es, ar, ru, zh', 'title.de: is in a language that is not among languages',
    'registration.opens: 2026-10-25T02:30 comes twice in Europe/Berlin, as clocks go back', 'registration.closes: lies after the event\'s last day, when registration is over',
    'sessions[0].starts: 2027-03-28T02:30 does not exist in Europe/Berlin, as clocks go forward', 'sessions[1].starts: lies outside the event\'s days',
    'categories[1].color: is in grey like that of categories[0], a']) {
    assert.ok(stderr.includes(`lanyard-admin: warning: ${join(house.folder, 'event.json')}: ${line}\n`), `${line}\n\n${stderr}`);
  }
  house.apply(sampleEvent());
  assert.equal(house.tryAdmin('event', 'apply', join(repository, 'assets/events/inet2027.json')).stderr, '', 'the sample gives none');
});

test('a file from before the event was changed is refused, tried, compared and forced', () => {
  house.apply(simpleEvent('twice', { title: 'Once' }));
  const [mine, theirs] = [show('twice'), show('twice')];
  assert.equal(mine.version, 1);
  theirs.title = 'Theirs';
  mine.summary = 'Mine';
  assert.equal(apply(theirs, '--dry-run').stdout, 'title: "Once" -> "Theirs"\n');
  assert.equal(show('twice').title, 'Once', 'a try changes nothing');
  assert.equal(apply(theirs).status, 0);
  const refused = apply(mine);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /version: Event twice was changed since: the file was made from version 1, and it is 2 by now/);
  assert.equal(house.admin('event', 'diff', file(mine)), 'title: "Theirs" -> "Once"\nsummary: '.concat(JSON.stringify(theirs.summary), ' -> "Mine"\n'));
  assert.equal(show('twice').title, 'Theirs');
  assert.equal(apply(mine, '--force').status, 0);
  assert.equal(show('twice').version, 3);
  const [[detail]] = house.sql("SELECT detail FROM audit JOIN event USING (event_id) WHERE slug = 'twice' ORDER BY audit_id DESC LIMIT 1");
  assert.deepEqual(JSON.parse(detail).changes.find(({ path }) => path === 'title'), { path: 'title', before: 'Theirs', after: 'Once' });
  assert.match(house.admin('event', 'diff', file(simpleEvent('not-there'))), /^event not-there: would be created$/m);
});

test('logo and art are kept with the event, and must be what they say', () => {
  const brand = { logo: 'own.svg', color: '#0b6e8f' };
  const missing = apply(simpleEvent('branded', { brand }));
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /brand\.logo: Nothing is kept under own\.svg/);
  file('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'own.svg');
  assert.match(apply(simpleEvent('branded', { brand })).stderr, /brand\.logo: own\.svg is no SVG, or holds a script/);
  file(`<svg xmlns="http://www.w3.org/2000/svg"><path d="${'M0 0'.repeat(5000)}"/></svg>`, 'own.svg');
  assert.match(apply(simpleEvent('branded', { brand })).stderr, /brand\.logo: own\.svg is larger than 16 KiB/);
  file('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>', 'own.svg');
  assert.equal(apply(simpleEvent('branded', { brand })).status, 0);
  const elsewhere = run(program('lanyard-admin'), ['event', 'apply', '-'], { env: house.env, input: house.admin('event', 'show', '--event', 'branded'), cwd: '/' });
  assert.equal(elsewhere.stdout, 'event branded: no change\n', 'what is kept need not lie there');
  file('<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1h9v9z"/></svg>', 'own.svg');
  assert.match(apply(simpleEvent('branded', { brand })).stdout, /^brand\.logo \(its bytes\): /m);
});

test('an event is renamed, and a draft that nobody needs is deleted', async () => {
  house.apply(simpleEvent('old-name'));
  house.apply(simpleEvent('other-name'));
  const service = await house.serve();
  assert.equal(house.tryAdmin('event', 'rename', 'old-name', 'other-name').status, 1);
  assert.equal(house.tryAdmin('event', 'rename', 'old-name', 'No Slug').status, 1);
  house.admin('event', 'rename', 'old-name', 'new-name');
  await until(async () => (await fetch(`${service.url}/e/old-name/register?lang=fr`, { redirect: 'manual' })).status === 308, 'the old address to lead on');
  const moved = await fetch(`${service.url}/e/old-name/register?lang=fr`, { redirect: 'manual' });
  assert.match(moved.headers.get('location'), /\/e\/new-name\/register\?lang=fr$/);
  assert.equal((await fetch(`${service.url}/e/new-name`)).status, 200);
  assert.equal((await register(service, 'new-name')).status, 201);
  house.apply(simpleEvent('sketch', { state: 'draft' }));
  assert.match(house.tryAdmin('event', 'delete', 'new-name').stderr, /is no draft any more/);
  house.admin('event', 'delete', 'sketch');
  assert.equal(house.tryAdmin('event', 'show', '--event', 'sketch').status, 1);
  assert.equal(house.sql("SELECT count(*) FROM audit WHERE action = 'event deleted' AND detail ->> 'slug' = 'sketch'")[0][0], '1');
  await service.stop();
});
