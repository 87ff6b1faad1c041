// Amounts as ISO 4217 counts them, from the event file to the page and back from what the bank says.
import test, { after } from 'node:test';
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
