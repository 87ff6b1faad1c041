// The last places, fought for by many at once, by a service that is killed, and by two services.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent, sleep } from '../lib/lanyard.mjs';

const places = 100;
const house = new House();
after(() => house.close());

const limited = (slug, capacity = places) => house.apply(simpleEvent(slug, { categories: [{ code: 'free', title: 'Free', description: '',
  color: '#0b6e8f', capacity, approval: false, waiting_list: false, prices: { only: 0 } }] }));

// What the database holds: [confirmed registrations, distinct codes, live tickets, people].
const stored = (slug) => house.sql(`SELECT count(*) FILTER (WHERE o.status = 'confirmed'), count(DISTINCT o.code),
    (SELECT count(*) FROM ticket t WHERE t.event_id = e.event_id AND t.kind = 'ticket' AND t.revoked_at IS NULL),
    (SELECT count(DISTINCT email) FROM attendee a WHERE a.event_id = e.event_id)
  FROM event e JOIN orders o USING (event_id) WHERE e.slug = '${slug}' GROUP BY e.event_id`)[0].map(Number);

const codesStored = (slug) => new Set(house.sql(`SELECT code FROM orders JOIN event USING (event_id) WHERE slug = '${slug}'`).flat());

const tally = (answers) => answers.reduce((sum, { status }) => ({ ...sum, [status]: (sum[status] ?? 0) + 1 }), {});

test('200 clients at once for 100 places: 100 confirmed, 100 told that it is sold out', async () => {
  limited('rush');
  const service = await house.serve();
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => register(service, 'rush', { email: `p${i}@example.org` })));
  assert.deepEqual(tally(answers), { 201: places, 409: 200 - places });
  for (const { status, body } of answers) {
    if (status === 201) assert.equal(body.status, 'confirmed');
    else assert.deepEqual(body.errors.map(({ field }) => field), ['category']);
  }
  assert.deepEqual(stored('rush'), [places, places, places, places]);
});

test('the same with everybody sending twice: a double costs nobody a place', async () => {
  limited('double');
  const service = await house.serve();
  const answers = await Promise.all(Array.from({ length: 400 }, (_, i) =>
    register(service, 'double', { email: `p${i % 200}@example.org` }, { 'idempotency-key': `client-${i % 200}` })));
  const good = answers.filter(({ status }) => status === 201);
  assert.equal(new Set(good.map(({ body }) => body.code)).size, places);
  assert.equal(good.length, 2 * places, 'each of the hundred was told twice, the same');
  assert.deepEqual(stored('double'), [places, places, places, places]);
});

test('of two with one key in a group the second repeats what is stored, and is refused as the first is', () => {
  limited('twins', 1);
  const [[event]] = house.sql("SELECT event_id FROM event WHERE slug = 'twins'");
  const bytes = (text, length) => `\\x${Buffer.alloc(length, text).toString('hex')}`;
  const item = (code, key, input) => ({ event: Number(event), category: 'free', name: code, badge_name: code, email: 'a@example.org', locale: 'en',
    sessions: [], consents: {}, code, key: bytes(key, 32), input: bytes(input, 16), tickets: [{ kind: 'ticket', serial: 4294967295, key: 0, token: 'T' }] });
  const items = [item('AAAAAAA2', 'k', 'i'), item('AAAAAAA3', 'k', 'i'), item('AAAAAAA4', 'k', 'j'), item('AAAAAAA5', 'l', 'i'), item('AAAAAAA6', 'l', 'i'),
    item('AAAAAAA7', 'l', 'j')];
  const answers = JSON.parse(house.sql(`SELECT registration_group('${JSON.stringify(items)}')`)[0][0]);
  assert.deepEqual(answers.map(({ outcome, field, code }) => [outcome, field ?? code ?? null]), [['created', 'AAAAAAA2'], ['repeated', 'AAAAAAA2'],
    ['key_reused', null], ['sold_out', 'category'], ['sold_out', 'category'], ['sold_out', 'category']]);
  assert.deepEqual(stored('twins'), [1, 1, 1, 1]);
});

test('the same through two services on one database', async () => {
  limited('two');
  const services = [await house.serve(), await house.serve()];
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => register(services[i % 2], 'two', { email: `p${i}@example.org` })));
  assert.deepEqual(tally(answers), { 201: places, 409: 200 - places });
  assert.deepEqual(stored('two'), [places, places, places, places]);
});

test('the last places in total and in a session are not oversold either', async () => {
  house.apply(simpleEvent('totals', { capacity: 30, sessions: [{ code: 'lab', title: 'Lab', kind: 'workshop', room: '', capacity: 10, price: 0,
    starts: '2027-06-08T09:00', ends: '2027-06-08T10:00' }] }));
  const service = await house.serve();
  const rush = (sessions) => Promise.all(Array.from({ length: 60 }, (_, i) =>
    register(service, 'totals', { email: `p${i}@example.org`, sessions })));
  const refusedFor = (answers) => [...new Set(answers.filter(({ status }) => status === 409).flatMap(({ body }) => body.errors.map(({ field }) => field)))];
  const forLab = await rush(['lab']);
  assert.deepEqual([tally(forLab), refusedFor(forLab)], [{ 201: 10, 409: 50 }, ['sessions']]);
  const forEvent = await rush([]);
  assert.deepEqual([tally(forEvent), refusedFor(forEvent)], [{ 201: 20, 409: 40 }, ['category']]);
  const [[total, lab]] = house.sql(`SELECT count(DISTINCT a.attendee_id), count(s.session)
    FROM attendee a JOIN event e USING (event_id) LEFT JOIN attendee_session s ON s.event_id = a.event_id AND s.attendee_id = a.attendee_id
    WHERE e.slug = 'totals'`);
  assert.deepEqual([Number(total), Number(lab)], [30, 10]);
});

// A client that does what it should: the same key until there is an answer.
async function insist(where, slug, i) {
  for (let attempt = 0; attempt < 600; attempt++) {
    const answer = await register(where.service, slug, { email: `p${i}@example.org` }, { 'idempotency-key': `client-${i}` }).catch(() => null);
    if (answer && answer.status !== 503) return answer;
    await sleep(20);
  }
  throw new Error(`client ${i} never had an answer`);
}

for (const moment of [5, 25, 60]) {
  test(`killed ${moment} answers into the rush and started again: every 201 is in the database, once`, async () => {
    const slug = `killed-${moment}`;
    limited(slug);
    const where = { service: await house.serve() };
    const told = [];
    let kill;
    const killed = new Promise((resolve) => { kill = resolve; });
    const clients = Array.from({ length: 200 }, async (_, i) => {
      const answer = await insist(where, slug, i);
      if (answer.status === 201) told.push(answer.body.code);
      if (told.length === moment) kill();
      return answer;
    });
    await killed;
    await where.service.stop('SIGKILL');
    where.service = await house.serve({ port: where.service.port });
    const answers = await Promise.all(clients);
    assert.deepEqual(tally(answers), { 201: places, 409: 200 - places });
    const codes = codesStored(slug);
    for (const code of told) assert.ok(codes.has(code), `${code} was acknowledged`);
    assert.equal(new Set(told).size, places, 'no two were given the same code');
    assert.deepEqual(stored(slug), [places, places, places, places]);
  });
}
