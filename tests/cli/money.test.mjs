// Amounts as ISO 4217 counts them, from the event file to the page and back from what the bank says.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, register, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());
const service = await house.serve();

const priced = (slug, currency, amount) => {
  const event = simpleEvent(slug, { currency });
  event.categories[0].prices.only = amount;
  return event;
};

for (const [currency, amount, shown, given] of [['RSD', 450000, '4,500.00', '4500.00'], ['IQD', 450000, '450.000', '450.000'],
  ['JPY', 4500, '4,500', '4500'], ['COP', 450000, '4,500.00', '4500'], ['XCG', 450000, '4,500.00', '4500.00']]) {
  test(`${amount} of the minor unit in ${currency} is ${shown}, and paid by ${given}`, async () => {
    const slug = `money-${currency.toLowerCase()}`;
    house.apply(priced(slug, currency, amount));
    const page = await (await fetch(`${service.url}/e/${slug}`)).text();
    assert.match(page, new RegExp(`class="price">[^<0-9]*${shown.replace('.', '\\.')}<`));
    const { status, body } = await register(service, slug);
    assert.equal(status, 201);
    const payment = JSON.parse(house.admin('payment', 'record', body.code, '--amount', given, '--reference', 'bank', '--format', 'json'));
    assert.deepEqual([payment.paid, payment.due, payment.status], [amount, 0, 'confirmed']);
  });
}

test('what is no currency today is refused: retired, a fund, a metal, or none', () => {
  for (const currency of ['HRK', 'ANG', 'ZWL', 'BGN', 'CUC', 'SLL', 'CLF', 'COU', 'UYW', 'XAU', 'XDR', 'XXX', 'XTS']) {
    const file = join(house.folder, 'none.json');
    writeFileSync(file, JSON.stringify(priced('none', currency, 100)));
    const result = house.tryAdmin('event', 'apply', file);
    assert.equal(result.status, 1, currency);
    assert.match(result.stderr, /currency/, currency);
  }
});

const stands = (code) => house.sql(`SELECT o.status, o.amount, (SELECT count(*) FROM ticket t JOIN attendee a USING (event_id, attendee_id) WHERE a.order_id = o.order_id AND a.event_id = o.event_id AND t.kind = 'ticket')
  FROM orders o WHERE code = '${code}'`)[0].join(' ');

test('who has paid while waiting is confirmed, with a ticket, when a place becomes free', async () => {
  const [free] = simpleEvent('x').categories;
  house.apply(simpleEvent('paid-waiting', { categories: [{ ...free, capacity: 1, waiting_list: true, prices: { only: 1000 } }] }));
  const [{ body: first }, { body: second }] = [await register(service, 'paid-waiting'), await register(service, 'paid-waiting')];
  assert.deepEqual([first.status, second.status], ['pending_payment', 'waitlisted']);
  house.admin('payment', 'record', second.code, '--amount', '10', '--reference', 'early');
  house.admin('registration', 'cancel', '--yes', first.code);
  assert.equal(stands(second.code), 'confirmed 1000 1');
});

test('who waits, was cancelled and restored, and goes without what costs something has a ticket', async () => {
  const [free] = simpleEvent('x').categories;
  const dinner = { code: 'dinner', title: 'Dinner', kind: 'dinner', room: '', starts: '2027-06-08T19:00', ends: '2027-06-08T22:00', capacity: 1, price: 6000 };
  house.apply(simpleEvent('without', { sessions: [dinner], categories: [{ ...free, capacity: 1, waiting_list: true }, { ...free, code: 'other' }] }));
  const { body: first } = await register(service, 'without');
  const { body: second } = await register(service, 'without', { sessions: ['dinner'] });
  assert.equal(second.status, 'waitlisted');
  house.admin('registration', 'cancel', '--yes', second.code);
  house.admin('registration', 'restore', second.code, '--reason', 'a mistake');
  assert.equal((await register(service, 'without', { category: 'other', sessions: ['dinner'] })).status, 201);
  house.admin('registration', 'cancel', '--yes', first.code);
  assert.equal(stands(second.code), 'confirmed 0 1');
});
