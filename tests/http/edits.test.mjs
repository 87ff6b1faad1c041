// An organizer changes the event while somebody is on the way through the form.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, asPrograms, program, register, sampleEvent, simpleEvent, sleep } from '../lib/lanyard.mjs';
import { field, isCheck, visitor } from '../lib/visitor.mjs';

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

// lanyard-admin beside others: {status, stderr}.
const admin = (...args) => new Promise((resolve) => {
  const child = spawn(program('lanyard-admin'), args, { env: { ...process.env, ...house.env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (data) => { stderr += data; });
  child.on('exit', (status) => resolve({ status, stderr }));
});
const fileOf = (event, name) => {
  const file = join(house.folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(event));
  return file;
};

test('of two copies that are applied at once one wins, and the other is told', async () => {
  house.apply(simpleEvent('twice'));
  const stored = JSON.parse(house.admin('event', 'show', '--event', 'twice'));
  const answers = await Promise.all(['One', 'Other'].map((title) => admin('event', 'apply', fileOf({ ...stored, title }, title))));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [0, 1], JSON.stringify(answers));
  assert.match(answers.map(({ stderr }) => stderr).join(''), /version/);
});

test('an event that is deleted, or renamed, while it is applied is one of the two in order', async () => {
  for (const [slug, change] of [['draft-gone', "event_delete('draft-gone', 'x')"], ['draft-moved', "event_rename('draft-moved', 'draft-there', 'x')"]]) {
    house.apply(simpleEvent(slug, { state: 'draft' }));
    const psql = spawn('psql', ['-U', 'lanyard_owner', '-XAtq', house.database], { env: { ...process.env, ...asPrograms }, stdio: ['pipe', 'pipe', 'inherit'] });
    const locked = new Promise((resolve) => { psql.stdout.once('data', resolve); });
    psql.stdin.end(`BEGIN; SELECT ${change}; SELECT pg_sleep(0.5); COMMIT;`);
    await locked;
    const { status, stderr } = await admin('event', 'apply', fileOf(simpleEvent(slug, { state: 'draft', title: 'Again' }), slug));
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(house.admin('event', 'show', '--event', slug)).title, 'Again');
  }
});

test('a price window that is removed while the form is open has no price any more that holds', async () => {
  const windows = [{ code: 'early', title: 'Early', until: '2190-01-01' }, { code: 'late', title: 'Late', until: null }];
  const event = (list) => simpleEvent('windows', { starts_on: '2190-06-01', ends_on: '2190-06-02', windows: list,
    categories: [{ ...paid, prices: Object.fromEntries(list.map(({ code }) => [code, code === 'early' ? 100 : 200])) }] });
  house.apply(event(windows));
  const { form, check, confirm } = await visit('windows');
  const window = field(form.text, 'window');
  assert.equal(window, 'early');
  const checked = await check({ category: 'paid', window });
  house.apply(event(windows.slice(1)));
  await sleep(1100);
  assert.match((await check({ category: 'paid', window })).text, /US\$2\.00/);
  const refused = await confirm(checked);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /US\$1\.00/);
  assert.equal((await confirm(refused)).status, 303);
});

test('a language that is removed while the form is open: it goes on in the first, with everything that was typed', async () => {
  house.apply(simpleEvent('tongues', { languages: ['en', 'ar'] }));
  const { check, confirm } = await visit('tongues', '?lang=ar');
  const checked = await check({ name: 'أمينة' });
  assert.match(checked.text, /<html lang="ar"/);
  house.apply(simpleEvent('tongues', { languages: ['en', 'fr'] }));
  await sleep(1100);
  const again = await confirm(checked, {}, ['language', 'ar']);
  assert.equal(again.status, 200);
  assert.match(again.text, /<html lang="en"/);
  const { status, location } = await confirm(again);
  assert.equal(status, 303);
  assert.equal((await page(location)).status, 200);
});

test('places that are taken away while the form is open: it is said what is sold out', async () => {
  const event = (capacity) => simpleEvent('shrunk', { categories: [{ ...free, capacity }] });
  house.apply(event(2));
  assert.equal((await register(service, 'shrunk')).status, 201);
  const { check, confirm } = await visit('shrunk');
  const checked = await check();
  house.apply(event(1));
  const { status, text } = await confirm(checked);
  assert.equal(status, 409);
  assert.match(text, /sold out/);
  const { status: refused, stderr } = await admin('event', 'apply', fileOf(event(0), 'none'));
  assert.equal(refused, 1);
  assert.match(stderr, /1/);
});

test('a wording that changes after it was agreed to is asked for again, before anything is binding', async () => {
  const photos = (title) => simpleEvent('wording', { consents: [{ code: 'photos', title }] });
  house.apply(photos('Photos are taken.'));
  const { check, confirm } = await visit('wording');
  const checked = await check({ 'consents.photos': 'yes', name: 'Kept' });
  house.apply(photos('Photos are taken and sold.'));
  await sleep(1100);
  const asked = await confirm(checked);
  assert.equal(asked.status, 409);
  assert.match(asked.text, /has just changed/);
  assert.match(asked.text, /taken and sold/);
  assert.equal(orders('wording'), 0);
  assert.equal((await confirm(asked)).status, 303);
  assert.deepEqual(house.sql("SELECT attendee_consent.version FROM attendee_consent JOIN event USING (event_id) WHERE slug = 'wording'"), [['2']]);
});

test('another currency is another price: it is asked again, and where somebody owes or has paid it stays', async () => {
  const event = (currency) => simpleEvent('money', { currency, categories: [paid] });
  house.apply(event('USD'));
  const { check, confirm } = await visit('money');
  const checked = await check({ category: 'paid' });
  house.apply(event('KWD'));
  await sleep(1100);
  const asked = await confirm(checked);
  assert.equal(asked.status, 409);
  assert.match(asked.text, /KWD/);
  assert.equal(orders('money'), 0);
  assert.equal((await confirm(asked)).status, 303);
  const { status, stderr } = await admin('event', 'apply', fileOf(event('EUR'), 'euro'));
  assert.equal(status, 1);
  assert.match(stderr, /currency stays KWD/);
});

// Each quota as it is counted from who has places.
const wrongQuotas = (slug) => house.sql(`WITH e AS (SELECT event_id AS id FROM event WHERE slug = '${slug}'), held AS (
    SELECT place, count(*) AS n FROM orders o JOIN attendee a USING (event_id, order_id) JOIN category c ON c.event_id = a.event_id AND c.code = a.category
    CROSS JOIN LATERAL (SELECT unnest(c.places) AS place UNION ALL SELECT 'session:' || s.session FROM attendee_session s WHERE s.event_id = a.event_id AND s.attendee_id = a.attendee_id) p
    WHERE o.event_id = (SELECT id FROM e) AND o.status IN ('confirmed', 'pending_payment') GROUP BY place)
  SELECT quota, taken, coalesce(n, 0) FROM quota LEFT JOIN held ON place = quota WHERE event_id = (SELECT id FROM e) AND taken <> coalesce(n, 0)`);

test('places, their sets, prices and categories change while people register, cancel and are approved: each place is one person’s', async () => {
  const kinds = ['a', 'b', 'c', 'd'];
  const set = (i) => simpleEvent('storm', {
    capacity: 400 + i, sessions: [{ ...dinner, capacity: 300 + i }],
    categories: kinds.map((code, n) => ({ ...free, code, title: code, capacity: n === i % 4 ? 200 : null, approval: code === 'd', waiting_list: code === 'c', prices: { only: n * 100 * (1 + i % 2) } })),
    quotas: [['left', ['a', 'b', 'c']], ['right', i % 2 ? ['b', 'c'] : ['c', 'd']], ...(i % 3 ? [['third', ['a', 'd']]] : [])]
      .map(([code, categories]) => ({ code, title: code, capacity: 150 + i, categories })),
  });
  house.apply(set(0));
  let isDone = false;
  const codes = [];
  const answers = {};
  const people = Array.from({ length: 6 }, async (_, k) => {
    for (let i = 0; !isDone; i++) {
      const { status, body } = await register(service, 'storm', { category: kinds[(i + k) % 4], ...i % 3 ? {} : { sessions: ['dinner'] } });
      answers[status] = (answers[status] ?? 0) + 1;
      if (status === 201) codes.push(body.code);
      await sleep(15);
    }
  });
  const desk = (async () => {
    for (let i = 0; !isDone; i++) {
      const code = codes.splice(Math.floor(codes.length / 2), 1)[0];
      if (code) await admin('registration', i % 3 ? 'cancel' : 'approve', ...i % 3 ? ['--yes'] : [], '--event', 'storm', code);
      else await sleep(10);
    }
  })();
  const organizers = [1, 2].map(async (k) => {
    for (let i = 0; i < 6; i++) {
      const { status, stderr } = await admin('event', 'apply', fileOf(set(i * 2 + k), `storm-${k}`));
      assert.ok(status === 0 || /Places taken already/.test(stderr), stderr); // who is quick fills a set
    }
  });
  await Promise.all(organizers).finally(() => { isDone = true; });
  await Promise.all([...people, desk]);
  assert.deepEqual(Object.keys(answers).filter((status) => !['201', '409'].includes(status)), [], JSON.stringify(answers));
  assert.ok(answers[201] > 20, JSON.stringify(answers));
  assert.deepEqual(wrongQuotas('storm'), []);
  assert.ok(!/deadlock|"level":"error"/.test(service.log), service.log);
});
