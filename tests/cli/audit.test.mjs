// The audit: what each change leaves there, to the last name, for no program reads it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());

test('each change leaves the names that people look for', async () => {
  const [free] = simpleEvent('x').categories;
  house.apply(simpleEvent('audited', { categories: [free, { ...free, code: 'paid', title: 'Paid', prices: { only: 1000 } },
    { ...free, code: 'grant', title: 'Grant', approval: true }] }));
  const service = await house.serve();
  const made = async (category) => (await register(service, 'audited', { category })).body.code;
  house.admin('payment', 'record', await made('paid'), '--amount', '10', '--reference', 'bank 1');
  house.admin('registration', 'approve', await made('grant'));
  house.admin('registration', 'decline', await made('grant'), '--reason', 'late', '--yes');
  house.admin('registration', 'cancel', await made('free'), '--reason', 'ill', '--yes');
  house.pair(service, 'desk', 'laptop');
  house.admin('device', 'revoke', 'laptop');
  house.admin('key', 'new');
  house.admin('key', 'retire', '1');
  const kept = Object.fromEntries(house.sql(`SELECT action, string_agg(DISTINCT name, ' ') FROM audit, jsonb_object_keys(detail) name GROUP BY action`)
    .map(([action, names]) => [action, names.split(' ')]));
  for (const [action, ...names] of [['event applied', 'created'], ['registered', 'status'], ['payment recorded', 'amount', 'reference'],
    ['approved', 'from', 'to'], ['declined', 'from', 'reason'], ['cancelled', 'from', 'reason'], ['device added', 'device', 'point'],
    ['device paired', 'device'], ['device revoked', 'device'], ['key added', 'number'], ['key retired', 'number']]) {
    for (const name of names) assert.ok(kept[action]?.includes(name), `${action} says no ${name}: ${kept[action]}`);
  }
});
