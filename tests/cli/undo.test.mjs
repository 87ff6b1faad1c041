// What an organizer can take back, and see of it: payments, decisions, links, history.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
const [free] = simpleEvent('x').categories;
const session = (code, capacity) => ({ code, title: `The ${code}`, kind: 'workshop', room: '', capacity, price: 0, starts: '2027-06-08T09:00', ends: '2027-06-08T10:00' });
house.apply(simpleEvent('undo', { sessions: [session('s1', 1)], currency: 'EUR', categories: [free, { ...free, code: 'paid', title: 'Paid', prices: { only: 12345 } },
  { ...free, code: 'fel', title: 'Fellow', approval: true }] }));
const service = await house.serve();
after(() => house.close());
const made = async (category, fields) => (await register(service, 'undo', { category, ...fields })).body;
const shown = (code) => JSON.parse(house.admin('registration', 'show', code, '--json'));
const needs = (args, what) => {
  const { status, stderr } = house.tryAdmin(...args);
  assert.equal(status, 2, args.join(' '));
  assert.match(stderr, what);
};

test('money that arrived is recorded however much it is; what is too much is told, listed, and can go back', async () => {
  const { code } = await made('paid');
  assert.equal(house.admin('payment', 'record', code, '--amount', '246.90', '--reference', 'bank 1'), `${code} is confirmed; still due: EUR 0.00; overpaid: EUR 123.45\n`);
  assert.deepEqual(house.admin('registration', 'list', '--status', 'overpaid').split('\t').slice(0, 1), [code]);
  const unasked = house.tryAdmin('payment', 'refund', code, '--reference', 'back 1');
  assert.equal(unasked.status, 2);
  assert.match(unasked.stderr, new RegExp(`^${code} Amina Diallo, Paid: EUR 123\\.45 overpaid, all of it to go back\n.*--yes`));
  assert.equal(shown(code).overpaid, 12345);
  assert.equal(house.admin('payment', 'refund', code, '--reference', 'back 1', '--yes'), `${code} is confirmed; still due: EUR 0.00\n`);
  assert.match(house.admin('payment', 'refund', code, '--amount', '123.45', '--reference', 'back 1', '--yes'), /recorded before/);
  assert.equal(house.tryAdmin('payment', 'refund', code, '--amount', '1', '--reference', 'back 2', '--yes').status, 1);
  assert.equal(house.admin('registration', 'list', '--status', 'overpaid'), '');
  needs(['payment', 'refund', code], /needs --reference/);
});

test('one reference on two registrations is noticed', async () => {
  const [one, two] = [await made('paid'), await made('paid', { email: 'two@example.org' })];
  house.admin('payment', 'record', one.code, '--amount', '123.45', '--reference', 'bank 2');
  const { status, stderr } = house.tryAdmin('payment', 'record', two.code, '--amount', '123.45', '--reference', 'bank 2');
  assert.equal(status, 0);
  assert.equal(stderr, `lanyard-admin: this reference stands with other registrations too: ${one.code}\n`);
});

test('a payment on the wrong registration is reversed, with a reason', async () => {
  const { code } = await made('paid');
  house.admin('payment', 'record', code, '--amount', '123.45', '--reference', 'bank 3');
  needs(['payment', 'reverse', code, '--reference', 'bank 3'], /needs --reference and --reason/);
  assert.equal(house.admin('payment', 'reverse', code, '--reference', 'bank 3', '--reason', 'the neighbour’s'), `${code} is pending_payment; still due: EUR 123.45\n`);
  assert.deepEqual(shown(code).tickets, []);
  assert.equal(house.tryAdmin('payment', 'reverse', code, '--reference', 'none', '--reason', 'x').status, 1);
});

test('a cancelling and a decline are taken back, with a reason', async () => {
  const { code } = await made('free');
  house.admin('registration', 'cancel', code, '--yes', '--reason', 'a slip');
  needs(['registration', 'restore', code], /registration restore needs --reason/);
  assert.equal(house.admin('registration', 'restore', code, '--reason', 'it was a slip'), `${code} is confirmed\n`);
  assert.equal(shown(code).tickets.length, 1);
  const applied = await made('fel');
  house.admin('registration', 'decline', applied.code, '--yes');
  needs(['registration', 'reconsider', applied.code], /registration reconsider needs --reason/);
  assert.equal(house.admin('registration', 'reconsider', applied.code, '--reason', 'a new grant'), `${applied.code} is pending_approval\n`);
});

test('an applicant for a full session is approved without it', async () => {
  const [first, second] = [await made('fel', { sessions: ['s1'] }), await made('fel', { sessions: ['s1'], email: 'second@example.org' })];
  house.admin('registration', 'approve', first.code);
  const full = house.tryAdmin('registration', 'approve', second.code);
  assert.equal(full.status, 1);
  assert.match(full.stderr, /The s1/);
  assert.equal(house.tryAdmin('registration', 'approve', second.code, '--without', 'nothing').status, 1);
  assert.equal(house.admin('registration', 'approve', second.code, '--without', 's1'), `${second.code} is confirmed\n`);
  assert.deepEqual(shown(second.code).sessions, []);
});

test('the link of somebody’s page can be had again, and replaced', async () => {
  const { code, manage_url: manage } = await made('free');
  const link = (...args) => house.admin('registration', 'link', code, '--base-url', service.url, ...args).trim();
  assert.equal(link(), manage);
  assert.equal(shown(code).manage_url, new URL(manage).pathname + new URL(manage).search);
  const opens = async (url) => (await fetch(url)).status;
  assert.equal(await opens(link()), 200);
  const fresh = link('--new', '--reason', 'it was forwarded');
  assert.notEqual(fresh, manage);
  assert.deepEqual([await opens(fresh), await opens(manage)], [200, 404]);
  assert.equal(link(), fresh);
  assert.deepEqual(JSON.parse(house.admin('registration', 'link', code, '--json', '--base-url', `${service.url}/`)), { code, manage_url: fresh });
  assert.match(house.tryAdmin('registration', 'link', code).stderr, /--base-url or LANYARD_BASE_URL/);
});

test('one registration is shown to people: who, money as money, payments, bookings, history with who did it, the link', async () => {
  const { code } = await made('paid', { name: 'Amina Diallo', affiliation: 'ISOC Sénégal', country: 'SN', email: 'whole@example.org' });
  house.admin('payment', 'record', code, '--amount', '23.45', '--reference', 'bank 7', '--actor', 'bilal');
  house.admin('registration', 'cancel', code, '--yes', '--reason', 'visa refused', '--actor', 'chen');
  const text = house.admin('registration', 'show', code, '--base-url', 'https://inet.example');
  for (const line of [`${code} is cancelled`, '  Name         Amina Diallo', '  Affiliation  ISOC Sénégal', /^ {2}Country +Senegal \(SN\)$/m, '  Price        EUR 123.45', '  Paid         EUR 23.45',
    '  Overpaid     EUR 23.45', /^ {2}[\d-]+ [\d:]+ UTC {2}bilal +EUR 23\.45, bank 7$/m, /^ {2}[\d-]+ [\d:]+ UTC {2}attendee +registered/m, /^ {2}.* {2}chen +cancelled, pending_payment to cancelled: visa refused$/m,
    new RegExp(`^  https://inet\\.example/e/undo/r/${code}\\?k=`, 'm')]) {
    if (typeof line === 'string') assert.ok(text.includes(`${line}\n`), `${line}\n${text}`);
    else assert.match(text, line);
  }
  assert.doesNotMatch(text, /[{}[\]]|12345/);
  const json = shown(code);
  assert.deepEqual([json.due, json.overpaid, json.transfers.length, json.transfers[0].actor, json.changes.at(-1).reason], [0, 2345, 1, 'bilal', 'visa refused']);
  const history = house.admin('registration', 'history', code);
  assert.match(history, new RegExp(`^${code} Amina Diallo\n`));
  assert.match(history, /bilal +payment recorded EUR 23\.45 \(bank 7\)/);
  assert.deepEqual(JSON.parse(house.admin('registration', 'history', code, '--json')).changes, json.changes);
});

test('a reason and a name that cannot be shown are refused by their option, and nothing happens', async () => {
  const { code } = await made('free');
  for (const [args, what] of [[['--reason', 'ill\x1b[31m'], /reason: A reason has at most 1000 characters/], [['--reason', 'x'.repeat(1001)], /at most 1000/],
    [['--reason', 'ill', '--actor', 'bo\x07b'], /--actor: a name of at most 100 characters/]]) {
    const { status, stderr } = house.tryAdmin('registration', 'cancel', code, '--yes', ...args);
    assert.notEqual(status, 0);
    assert.match(stderr, what);
  }
  assert.equal(shown(code).status, 'confirmed');
});
