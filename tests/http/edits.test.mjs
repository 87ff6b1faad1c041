// An organizer changes the event while somebody is on the way through the form.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { House, asPrograms, register, sampleEvent, simpleEvent, sleep } from '../lib/lanyard.mjs';
import { field, hiddenFields, isCheck, visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
const [free] = simpleEvent('x').categories;
const dinner = { ...sampleEvent().sessions.find(({ code }) => code === 'dinner'), capacity: null, price: 6000 };
const paid = { ...free, code: 'paid', title: 'Paid', prices: { only: 35000 } };
const service = await house.serve();
const { page, visit } = visitor(service);
const orders = (slug) => Number(house.sql(`SELECT count(*) FROM orders JOIN event USING (event_id) WHERE slug = '${slug}'`)[0][0]);

// An apply that is not done yet when the button is pressed, and takes longer than what is known of an event is good for.
async function meanwhile(slug, statements, press) {
  const psql = spawn('psql', ['-U', 'lanyard_owner', '-XAtq', '-v', 'ON_ERROR_STOP=1', house.database], { env: { ...process.env, ...asPrograms }, stdio: ['pipe', 'pipe', 'inherit'] });
  const done = new Promise((resolve) => { psql.on('exit', resolve); });
  const locked = new Promise((resolve) => { psql.stdout.once('data', resolve); });
  psql.stdin.end(`BEGIN; SELECT 'locked' FROM (SELECT FROM quota WHERE event_id = event_id_of('${slug}') FOR UPDATE) q;
    ${statements}; SELECT pg_sleep(1.5); COMMIT;`);
  await locked;
  const answer = await press();
  assert.equal(await done, 0);
  return answer;
}

test('a price raised together with the removal of what was chosen asks again and does not fall over', async () => {
  house.apply(simpleEvent('both', { categories: [paid, free], sessions: [dinner] }));
  const { check, confirm } = await visit('both');
  const checked = await check({ category: 'paid', name: 'Kept', 'consents.photos': 'yes', 'sessions[]': 'dinner' });
  assert.ok(isCheck(checked.text));
  const refused = await meanwhile('both', `UPDATE price SET amount = 99900 WHERE event_id = event_id_of('both');
    DELETE FROM consent WHERE event_id = event_id_of('both') AND code = 'photos'`, () => confirm(checked));
  assert.equal(refused.status, 409);
  assert.match(refused.text, /has just changed/);
  assert.equal(field(refused.text, 'name'), 'Kept');
  assert.equal(orders('both'), 0);
  assert.equal((await fetch(`${service.url}/healthz`)).status, 200);
});

test('an event whose zone is none any more goes on, at the desk and at the door, and so do those beside it', async () => {
  const points = [{ code: 'hall', title: 'Hall', kinds: ['ticket'], entry: 'daily', session: null }];
  for (const slug of ['gone', 'beside']) house.apply(simpleEvent(slug, { points, categories: [paid, free], payment: { due_days: 14 } }));
  const door = house.pair(service, 'hall', 'door', 'gone');
  const { body: guest } = await register(service, 'gone');
  house.sql("UPDATE event SET time_zone = 'Atlantis/Capital' WHERE slug = 'gone'");
  const all = await Promise.all(Array.from({ length: 40 }, (_, i) => register(service, i % 2 ? 'gone' : 'beside', { category: 'paid' })));
  assert.deepEqual([...new Set(all.map(({ status, body }) => `${status} ${body.status}`))], ['201 pending_payment']);
  assert.deepEqual(house.sql("SELECT due_on - (now() AT TIME ZONE 'UTC' + interval '8 hours')::date FROM orders JOIN event USING (event_id) WHERE slug = 'gone' AND amount > 0 GROUP BY 1"), [['14']]);
  const { stdout } = door.scan(guest.tickets[0].token);
  assert.match(stdout, /"admitted"/);
  assert.equal((await page('/e/gone')).status, 200);
  house.apply(simpleEvent('gone', { points, categories: [paid, free], title: 'Still there' })); // with a zone that there is
});
