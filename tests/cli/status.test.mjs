// lanyard-admin event status: one screen, from what is kept, and what is kept is what counting gives.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
const [free] = simpleEvent('x').categories;
house.apply(simpleEvent('now', { capacity: 50, currency: 'EUR',
  sessions: [{ code: 'lab', title: 'The lab', kind: 'workshop', room: '', capacity: 3, price: 0, starts: '2027-06-08T09:00', ends: '2027-06-08T10:00' }],
  categories: [free, { ...free, code: 'paid', title: 'Paid', prices: { only: 12345 } }, { ...free, code: 'fel', title: 'Fellow', approval: true }] }));
const service = await house.serve();
after(() => house.close());
const made = async (category, fields) => (await register(service, 'now', { category, ...fields })).body.code;
const status = () => JSON.parse(house.admin('event', 'status', '--json'));
const admin = (...args) => house.admin(...args);

test('registrations, money, places and days are told as they stand, on one screen', async () => {
  const before = status();
  assert.deepEqual(Object.values(before.statuses), [0, 0, 0, 0, 0, 0]);
  await made('free', { sessions: ['lab'] });
  const [a, b, c] = [await made('paid'), await made('paid'), await made('paid')];
  const [d, e] = [await made('fel'), await made('fel')];
  admin('payment', 'record', a, '--amount', '200', '--reference', '1');
  admin('payment', 'record', b, '--amount', '23.45', '--reference', '2');
  admin('payment', 'record', c, '--amount', '10', '--reference', '3');
  admin('registration', 'cancel', c, '--yes');
  admin('registration', 'decline', d, '--yes');
  admin('registration', 'approve', e);
  const now = status();
  assert.deepEqual(now.statuses, { confirmed: 3, pending_payment: 1, pending_approval: 0, waitlisted: 0, declined: 1, cancelled: 1 });
  assert.deepEqual([now.received, now.due, now.overpaid], [23345, 10000, 8655]);
  assert.deepEqual(now.places.map(({ kind, code, taken, capacity }) => [kind, code, taken, capacity]),
    [['event', 'now', 4, 50], ['category', 'free', 1, null], ['category', 'paid', 2, null], ['category', 'fel', 1, null], ['session', 'lab', 1, 3]]);
  assert.equal(now.days.length, 14);
  assert.equal(now.days.at(-1).day, new Date().toISOString().slice(0, 10));
  assert.equal(now.days.reduce((sum, { registrations }) => sum + registrations, 0), 6);
  assert.equal(now.open, true);
  const text = admin('event', 'status');
  for (const line of [/^ {2}confirmed +3$/m, /^ {2}due +EUR 100\.00$/m, /^ {2}overpaid +EUR 86\.55$/m, /^ {2}in all +4 +46/m, /^ {2}lab +1 +2 {2}The lab$/m, /^ {2}free +1 +- {2}Free$/m,
    /^ {2}\d{4}-\d\d-\d\d +6 {2}#{30}$/m, /registration is open/]) assert.match(text, line);
  assert.ok(text.split('\n').length <= 45, 'one screen');
});

test('what is kept is what counting gives, whatever is taken back', async () => {
  const counted = () => house.sql(`SELECT coalesce(sum(CASE WHEN status IN ('confirmed', 'pending_payment') THEN greatest(amount - paid, 0) END), 0), coalesce(sum(paid), 0),
    coalesce(sum(CASE WHEN status IN ('declined', 'cancelled') THEN greatest(paid, 0) ELSE greatest(paid - amount, 0) END), 0) FROM orders`)[0].map(Number);
  const kept = () => { const { due, received, overpaid } = status(); return [due, received, overpaid]; };
  const code = await made('paid');
  const steps = [['payment', 'record', code, '--amount', '300', '--reference', 'x'], ['payment', 'refund', code, '--reference', 'y', '--yes'],
    ['payment', 'reverse', code, '--reference', 'x', '--reason', 'wrong'], ['registration', 'cancel', code, '--yes'], ['registration', 'restore', code, '--reason', 'slip'],
    ['payment', 'record', code, '--amount', '300', '--reference', 'z']];
  for (const step of steps) {
    admin(...step);
    assert.deepEqual(kept(), counted(), step.join(' '));
  }
});

test('which event is meant as everywhere', () => {
  assert.equal(house.tryAdmin('event', 'status', 'now').status, 2);
  assert.match(house.tryAdmin('event', 'status', '--event', 'nowhere').stderr, /there is no event nowhere/);
});
