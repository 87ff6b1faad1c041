// lanyard-admin registration and payment: every way of the state machine, and none beside it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { House, program, register, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
const [free] = simpleEvent('x').categories;
const few = { capacity: 1 };
house.apply(simpleEvent('states', { categories: [free,
  { ...free, code: 'paid', title: 'Paid', prices: { only: 45000 } },
  { ...free, code: 'grant', title: 'Grant', approval: true },
  { ...free, code: 'grant-paid', title: 'Grant with a fee', approval: true, prices: { only: 1000 } },
  { ...free, code: 'rare', title: 'Rare', ...few, waiting_list: true },
  { ...free, code: 'rare-grant', title: 'Rare grant', ...few, approval: true }] }));
const service = await house.serve();
after(() => house.close());

const made = async (category, fields) => (await register(service, 'states', { category, ...fields })).body;
const shown = (code) => JSON.parse(house.admin('registration', 'show', code, '--format', 'json'));
const pay = (code, amount, reference, ...args) => house.tryAdmin('payment', 'record', code, '--amount', amount, '--reference', reference, ...args);
const refused = ({ status, stderr, stdout }, message) => {
  assert.equal(status, 1, stdout);
  assert.match(stderr, message);
  assert.equal(stdout, '');
};
const taken = (quota) => Number(house.sql(`SELECT taken FROM quota JOIN event USING (event_id) WHERE slug = 'states' AND quota = '${quota}'`)[0][0]);

test('a payment in full confirms and issues tickets; in part it does not', async () => {
  const { code, status, tickets } = await made('paid');
  assert.deepEqual([status, tickets], ['pending_payment', []]);
  const part = pay(code, '200', 'bank 1');
  assert.equal(part.status, 0);
  assert.match(part.stdout, new RegExp(`^${code} is pending_payment; still due: USD 250.00`));
  assert.deepEqual(shown(code).tickets, []);
  assert.match(pay(code.toLowerCase(), '250.00', 'bank 2').stdout, /is confirmed; still due: USD 0\.00/);
  assert.deepEqual(shown(code).tickets.map(({ kind }) => kind), ['ticket']);
  assert.equal(house.sql(`SELECT count(*) FROM ticket t JOIN attendee a USING (event_id, attendee_id) JOIN orders o USING (event_id, order_id) WHERE code = '${code}'`)[0][0], '2');
});

test('the same payment again changes nothing, another amount under its reference is refused', async () => {
  const { code } = await made('paid');
  assert.equal(pay(code, '450', 'bank 7').status, 0);
  const before = shown(code);
  assert.match(pay(code, '450', 'bank 7').stdout, /recorded before/);
  assert.equal(JSON.parse(pay(code, '450', 'bank 7', '--format', 'json').stdout).repeated, true);
  assert.deepEqual(shown(code), before);
  refused(pay(code, '400', 'bank 7'), /reference: Payment bank 7 of registration .{8} is recorded already, with another amount: USD 450\.00\. /);
  const other = (await made('paid')).code;
  pay(other, '100', 'Überweisung  7');
  assert.match(pay(other, '100', ' U\u0308berweisung 7\n').stdout, /recorded before/, 'by what is read, not by its bytes');
  assert.equal(shown(other).paid, 10000);
  assert.equal(pay(code, '1', 'bank 8').status, 0, 'what arrived is recorded, owed or not');
  assert.equal(shown(code).overpaid, 100);
});

test('amounts that are none, or for nobody, are refused', async () => {
  const { code } = await made('paid');
  for (const amount of ['', '-5', '4,50', '1.005', 'abc', '١٠', '0']) refused(pay(code, amount, 'r'), /amount/);
  for (const reference of ['', '  ', 'r'.repeat(201), 'a\x07b']) refused(pay(code, '5', reference), /reference: A payment needs a reference of at most 200 characters/);
  refused(pay('ZZZZZZZZ', '5', 'r'), /ZZZZZZZZ/);
  assert.equal(shown(code).paid, 0);
  for (const args of [['--amount', '5'], ['--reference', 'r'], []]) assert.equal(house.tryAdmin('payment', 'record', code, ...args).status, 2);
});

test('an application is approved once, and confirmed if it costs nothing', async () => {
  const { code, status } = await made('grant');
  assert.equal(status, 'pending_approval');
  assert.equal(taken('category:grant'), 0, 'it holds no place');
  assert.match(house.admin('registration', 'approve', code), /confirmed/);
  assert.equal(taken('category:grant'), 1);
  const before = shown(code);
  house.admin('registration', 'approve', code);
  assert.deepEqual(shown(code), before, 'approving again changes nothing');
  assert.equal(taken('category:grant'), 1);
  refused(house.tryAdmin('registration', 'decline', '--yes', code), /status: Registration .{8} has the status “Confirmed”, which cannot become “Declined”\.$/m);
});

test('one that costs something is approved for payment', async () => {
  const { code } = await made('grant-paid');
  assert.match(pay(code, '4', 'early').stdout, /is pending_approval; still due: USD 6\.00/);
  assert.match(house.admin('registration', 'approve', code), /pending_payment/);
  assert.match(pay(code, '6', 'then').stdout, /confirmed/);
});

test('what is declined cannot be approved or cancelled', async () => {
  const { code } = await made('grant');
  house.admin('registration', 'decline', '--yes', code, '--reason', 'too late');
  house.admin('registration', 'decline', '--yes', code);
  assert.equal(shown(code).status, 'declined');
  refused(house.tryAdmin('registration', 'approve', code), /“Declined”, so there is nothing to approve/);
  refused(house.tryAdmin('registration', 'cancel', '--yes', code), /“Declined”, which cannot become “Cancelled”/);
});

test('who waits gets the place that a cancellation frees, and not before', async () => {
  const [first, second] = [await made('rare'), await made('rare')];
  assert.deepEqual([first.status, second.status], ['confirmed', 'waitlisted']);
  refused(house.tryAdmin('registration', 'approve', second.code), /category: No place is left for registration .{8} in “Rare”\. /);
  assert.equal(shown(second.code).status, 'waitlisted');
  house.admin('registration', 'cancel', '--yes', first.code, '--reason', 'ill');
  house.admin('registration', 'cancel', '--yes', first.code);
  assert.deepEqual(shown(first.code).tickets, [], 'its tickets are revoked');
  assert.equal(shown(second.code).status, 'confirmed');
  assert.equal(shown(second.code).tickets.length, 1);
  assert.equal(taken('category:rare'), 1, 'given back once, and taken');
});

test('an application for a full session is told which', async () => {
  house.apply(simpleEvent('lab', { categories: [{ ...free, approval: true }], sessions: [{ code: 'lab', title: 'The lab', kind: 'workshop', room: '',
    capacity: 1, price: 0, starts: '2027-06-08T09:00', ends: '2027-06-08T10:00' }] }));
  const codes = [];
  for (let i = 0; i < 2; i++) codes.push((await register(service, 'lab', { sessions: ['lab'] })).body.code);
  house.admin('registration', 'approve', codes[0]);
  refused(house.tryAdmin('registration', 'approve', codes[1]), /sessions: No place is left for registration .{8} in “The lab”\. /);
  house.admin('registration', 'cancel', '--yes', codes[0]);
  assert.match(house.admin('registration', 'approve', codes[1]), /confirmed/);
});

test('approvals at once do not oversell', async () => {
  const codes = [];
  for (let i = 0; i < 4; i++) codes.push((await made('rare-grant')).code);
  const exits = await Promise.all(codes.map((code) => new Promise((resolve) => {
    spawn(program('lanyard-admin'), ['registration', 'approve', code], { env: { ...process.env, ...house.env }, stdio: 'ignore' }).on('exit', resolve);
  })));
  assert.deepEqual(exits.sort(), [0, 1, 1, 1]);
  assert.equal(taken('category:rare-grant'), 1);
});

test('an unpaid one can be cancelled; what arrives for it then is overpaid', async () => {
  const { code } = await made('paid');
  const before = taken('category:paid');
  house.admin('registration', 'cancel', '--yes', code);
  assert.equal(taken('category:paid'), before - 1);
  assert.match(pay(code, '450', 'late').stdout, /is cancelled; still due: USD 0\.00/);
  assert.equal(shown(code).overpaid, 45000);
  refused(house.tryAdmin('registration', 'approve', code), /“Cancelled”, so/);
});

test('the list finds by status and by what is known of a person', async () => {
  const { code } = await made('free', { name: 'Ümit Şahin', email: 'umit@example.org', affiliation: 'Boğaziçi' });
  const list = (...args) => JSON.parse(house.admin('registration', 'list', '--event', 'states', '--format', 'json', ...args)).map((entry) => entry.code);
  assert.deepEqual(list('--search', 'şahin'), [code]);
  assert.deepEqual(list('--search', 'UMIT@'), [code]);
  assert.deepEqual(list('--search', code), [code]);
  assert.deepEqual(list('--search', '%'), [], 'a per cent sign is a per cent sign');
  assert.deepEqual(list('--limit', '1'), [code], 'newest first');
  const cancelled = (await made('free')).code;
  house.admin('registration', 'cancel', '--yes', cancelled);
  assert.ok(list('--status', 'cancelled').includes(cancelled) && !list('--status', 'confirmed').includes(cancelled));
  assert.match(house.admin('registration', 'list', '--event', 'states', '--search', 'şahin'), new RegExp(`^${code}\tconfirmed\tÜmit Şahin\tfree\t0\\.00\t\tumit@example\\.org\tBoğaziçi\t\t0\\.00\t0\\.00\t0\\.00\tUSD\t`));
  assert.match(house.admin('registration', 'show', code), /^ {2}Affiliation +Boğaziçi$/m);
  refused(house.tryAdmin('registration', 'show', 'ZZZZZZZZ'), /ZZZZZZZZ/);
  assert.equal(house.tryAdmin('registration', 'list', '--event', 'states', '--status', 'maybe').status, 2);
});

test('every change stands in the audit with who did it', async () => {
  const { code } = await made('grant-paid');
  house.admin('registration', 'approve', code, '--actor', 'amina');
  house.admin('payment', 'record', code, '--amount', '10', '--reference', 'x', '--actor', 'bilal');
  house.admin('registration', 'cancel', '--yes', code, '--reason', 'visa refused', '--actor', 'chen');
  const rows = house.sql(`SELECT a.actor, a.action FROM audit a JOIN orders o USING (event_id, order_id) WHERE o.code = '${code}' ORDER BY audit_id`);
  assert.equal(house.sql(`SELECT a.detail ->> 'reason' FROM audit a JOIN orders o USING (event_id, order_id) WHERE o.code = '${code}' ORDER BY audit_id DESC LIMIT 1`)[0][0], 'visa refused');
  assert.deepEqual(rows.slice(1), [['amina', 'approved'], ['bilal', 'payment recorded'], ['chen', 'cancelled']]);
});

test('what is kept of numbers is what counting gives', async () => {
  const counted = house.sql(`SELECT event_id, 'order:' || status, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1, 2`);
  assert.ok(counted.length > 3 && counted.some(([, name]) => name === 'order:cancelled'));
  assert.deepEqual(house.sql("SELECT event_id, name, sum(n) FROM tally WHERE name LIKE 'order:%' GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2"), counted);
  const totals = JSON.parse(house.sql('SELECT metrics()')[0][0]).registrations;
  for (const [status, n] of Object.entries(totals)) assert.equal(n, counted.filter(([, name]) => name === `order:${status}`).reduce((sum, [, , one]) => sum + Number(one), 0), status);
});

const listed = (...args) => JSON.parse(house.admin('registration', 'list', '--event', 'states', '--format', 'json', ...args));
const codes = (...args) => listed(...args).map(({ code }) => code);

test('a list goes on after the code that it ended with, by state or not', () => {
  for (const status of [null, 'cancelled']) {
    const all = house.sql(`SELECT code FROM orders JOIN event USING (event_id) WHERE slug = 'states' ${status ? `AND status = '${status}'` : ''} ORDER BY order_id DESC`).flat();
    const page = (...args) => codes('--limit', '2', ...status ? ['--status', status] : [], ...args);
    const seen = [];
    for (let next = page(); next.length; next = page('--after', next.at(-1).toLowerCase())) seen.push(...next);
    assert.deepEqual(seen, all);
    assert.deepEqual(codes(...status ? ['--status', status] : []), all, 'without a limit, all');
  }
  refused(house.tryAdmin('registration', 'list', '--event', 'states', '--after', 'ZZZZZZZZ'), /after: There is no registration ZZZZZZZZ\./);
  refused(house.tryAdmin('registration', 'list', '--event', 'nowhere'), /no event nowhere/);
});

test('a list as JSON is an array of records, an element a line, and of nobody empty', () => {
  const [line] = listed('--limit', '1');
  assert.deepEqual(Object.keys(line), ['code', 'status', 'name', 'badge_name', 'email', 'category', 'affiliation', 'country', 'locale', 'sessions', 'consents',
    'amount', 'paid', 'due', 'overpaid', 'currency', 'created_at']);
  assert.equal(house.admin('registration', 'list', '--event', 'states', '--format', 'json', '--limit', '3').split('\n').length, 6);
  assert.deepEqual(listed('--search', 'nobody has this'), []);
});

const folded = () => Number(house.sql('SELECT count(*) FROM attendee_search')[0][0]);
const waiting = () => Number(house.sql("SELECT count(*) FROM attendee_unfolded JOIN event USING (event_id) WHERE slug = 'states'")[0][0]);

test('a search finds any part of what is said of somebody, in any script, folded in already or not', async () => {
  const { code } = await made('free', { name: '王小明 O’Neil', badge_name: "D'Arcy \\o/", email: 'Xiaoming.Wang@example.org', affiliation: 'Ｎｅｔ ΣΊΣΥΦΟΣ' });
  const parts = ['小', '小明', '王小明', 'd\'a', '\\o/', 'ming.wang@EXAMPLE', 'net', 'σίσυφος', 'O’Neil D\'arcy', code.slice(2), code.toLowerCase(), 'xiaoming.wang@example.org'];
  for (const state of ['just now', 'folded in']) {
    for (const part of parts) {
      // What waits is searched as it is; the command would fold it in first.
      const found = house.sql(`SELECT registration_list('states', NULL, $part$${part}$part$, NULL, NULL) ->> 'code'`).flat();
      assert.deepEqual(found, [code], `${part}, ${state}`);
    }
    if (state === 'just now') {
      assert.ok(waiting() > 0);
      assert.deepEqual(codes('--search', '小明'), [code]);
      assert.equal(waiting(), 0, 'a search folds in those who came');
    }
  }
  for (const part of ['明小', '小明王', 'neill', '% ', '_', ' & ', '王小明 D\'arcy']) assert.deepEqual(codes('--search', part), [], part);
});

test('a search does not see what nobody sees, in what is searched or in what is asked', async () => {
  const { code } = await made('free', { name: 'Quil\u200bl\u00adon V\u200disser', badge_name: 'Q\u2800V10', email: 'quillon@example.org', affiliation: 'می\u200cخواهم \u{e0067}X' });
  for (const part of ['quillon', 'quillon visser', 'qui\u2060llon', 'q\u3164v10', 'QV10', 'میخواهم', 'می\u200cخواهم x', '\ufeffvisser\u200b']) {
    assert.deepEqual(house.sql(`SELECT registration_list('states', NULL, $part$${part}$part$, NULL, NULL) ->> 'code'`).flat(), [code], `${part}, just now`);
  }
  for (const part of ['quillon visser', 'qui\u2060llon', 'q\u3164v10', 'میخواهم']) assert.deepEqual(codes('--search', part), [code], `${part}, folded in`);
});

test('who is renamed is found by the new name and not by the old one', async () => {
  const { code } = await made('free', { name: 'Quetzal Before', email: 'before@example.org' });
  assert.deepEqual(codes('--search', 'quetzal'), [code]);
  const rename = (name) => house.sql(`UPDATE attendee a SET name = '${name}', badge_name = '' FROM orders o WHERE o.event_id = a.event_id AND o.order_id = a.order_id AND o.code = '${code}'`);
  rename('Kingfisher After');
  for (const when of ['before', 'after']) {
    assert.deepEqual([codes('--search', 'kingfisher'), codes('--search', 'quetzal')], [[code], []], `${when} it is folded in`);
  }
  rename('Kingfisher After');
  assert.equal(waiting(), 0, 'the same name again is no change');
});

test('what is folded in takes some at a time, and those who come meanwhile wait for the next', async () => {
  house.sql(`DELETE FROM attendee_search; INSERT INTO attendee_unfolded (event_id, first_id, last_id)
    SELECT event_id, min(attendee_id), max(attendee_id) FROM attendee JOIN event USING (event_id) WHERE slug = 'states' GROUP BY 1`);
  const people = Number(house.sql("SELECT count(*) FROM attendee JOIN event USING (event_id) WHERE slug = 'states'")[0][0]);
  const fold = (most) => Number(house.sql(`SELECT registration_fold('states', ${most})`)[0][0]);
  assert.equal(fold(3), 3);
  assert.deepEqual([folded(), waiting()], [3, 1]);
  const { code } = await made('free', { name: 'Between' });
  assert.deepEqual(house.sql("SELECT registration_list('states', NULL, 'between', NULL, NULL) ->> 'code'").flat(), [code]);
  assert.equal(fold(people - 3), people - 3, 'the newest waits');
  assert.equal(fold(people), 1);
  assert.deepEqual([folded(), waiting()], [people + 1, 0]);
  assert.equal(fold(people), 0);
});

test('what is searched of somebody goes with them', () => {
  const person = "(SELECT max(attendee_id) FROM attendee)";
  house.sql(`BEGIN; INSERT INTO attendee (event_id, order_id, category, price_window, price, name, badge_name, email)
    SELECT event_id, order_id, category, price_window, price, 'Vanishing', 'V', email FROM attendee WHERE attendee_id = ${person};
    INSERT INTO attendee_search SELECT event_id, attendee_id, '' FROM attendee WHERE attendee_id = ${person}; COMMIT`);
  const before = folded();
  house.sql(`DELETE FROM attendee WHERE attendee_id = ${person} AND name = 'Vanishing'`);
  assert.equal(folded(), before - 1);
});
