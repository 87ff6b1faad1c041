// While the database keeps some waiting, those who need nothing of it do not wait with them. By order, not by clock: whoever is asked for
// later is there while those before still wait.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { House, must, program, register, simpleEvent, until } from '../lib/lanyard.mjs';
import { Silence } from '../lib/silence.mjs';

const house = new House();
const people = [];
before(async () => {
  house.apply(simpleEvent('waiting'));
  const service = await house.serve();
  for (let i = 0; i < 2; i++) people.push((await register(service, 'waiting', { email: `p${i}@example.org` })).body);
  await service.stop();
});
after(() => house.close());

// Two ways to run it: doors, health and metrics apart from the public, or all on one port.
const ways = [['on one port', []], ['with doors apart', ['--door-listen', '127.0.0.1:0']]];

async function serve(args, env) {
  const service = await house.serve({ args, env });
  // A door's key, by the interface that doors use.
  const { code } = JSON.parse(house.admin('device', 'new', `d-${randomUUID().slice(0, 8)}`, '--point', 'desk', '--event', 'waiting', '--format', 'json'));
  const key = randomBytes(32).toString('hex');
  const paired = await fetch(`${service.doors}/api/v1/devices/pair`, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, key }) });
  assert.equal(paired.status, 200);
  return { service, key };
}

const pathOf = ({ manage_url: url }, end = '') => { const { pathname, search } = new URL(url); return `${pathname}${end}${search}`; };

// Requests that are expected to wait: how many are answered, and all their answers.
function ask(service, paths) {
  const asked = { answered: 0 };
  asked.all = Promise.all(paths.map(async (path) => {
    const answer = await fetch(service.url + path);
    asked.answered += 1;
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  }));
  return asked;
}

// Holds a table as ALTER TABLE would.
async function lock(table) {
  const child = spawn('psql', ['-U', 'lanyard_owner', '-XAtq', house.database], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (data) => { said += data; });
  child.stdin.write(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n`);
  await until(() => said.includes('held'), `the lock on ${table}`);
  return async () => { child.stdin.end(); await new Promise((resolve) => { child.on('exit', resolve); }); };
}

const waiting = (table) => () => Number(house.sql(`SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '${table}'::regclass`)[0][0]);

async function needsNoDatabase(service) {
  const page = await (await fetch(`${service.url}/nowhere`, { headers: { accept: 'text/html' } })).text();
  assert.equal((await fetch(`${service.url}/healthz`)).status, 200);
  assert.equal((await fetch(`${service.doors}/healthz`)).status, 200);
  assert.equal((await fetch(service.url + /"(\/assets\/[^"]+)"/.exec(page)[1])).status, 200);
}

const device = (service, key) => fetch(`${service.doors}/api/v1/device`, { headers: { authorization: `Bearer ${key}` } });

async function scan(service, key, token) {
  const answer = await fetch(`${service.doors}/api/v1/scans`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scans: [{ id: randomUUID(), token, at: new Date().toISOString() }] }) });
  return (await answer.json()).results?.[0].verdict;
}

for (const [name, args] of ways) {
  test(`${name}: with orders locked, health, assets and doors' devices answer while those who look at their page wait`, async () => {
    const { service, key } = await serve(args);
    const release = await lock('orders');
    try {
      const pages = ask(service, Array.from({ length: 8 }, () => pathOf(people[0])));
      await until(waiting('orders'), 'somebody to wait for the lock');
      await needsNoDatabase(service);
      assert.equal((await device(service, key)).status, 200);
      assert.equal((await fetch(`${service.doors}/readyz`)).status, 200);
      assert.equal(pages.answered, 0, 'they still wait');
      for (const { status } of await pages.all) assert.equal(status, 503);
    } finally {
      await release();
    }
    await service.stop();
  });

  test(`${name}: 500 who wait for a picture of their ticket hold up neither health nor assets nor a scan`, async () => {
    const { service, key } = await serve(args);
    // What the pictures' question reads and a scan does not.
    const release = await lock('attendee_consent');
    let pictures;
    try {
      pictures = ask(service, Array.from({ length: 500 }, (_, i) => pathOf(people[i % 2], '/ticket.png')));
      await until(waiting('attendee_consent'), 'somebody to wait for the lock');
      await needsNoDatabase(service);
      assert.equal((await device(service, key)).status, 200);
      assert.ok(['admitted', 'used'].includes(await scan(service, key, people[1].tickets[0].token)));
      assert.equal(pictures.answered, 0, 'they still wait');
    } finally {
      await release();
    }
    for (const { status } of await pictures.all) assert.ok([200, 503].includes(status));
    await service.stop();
  });

  test(`${name}: with the database silent, health and assets answer while the others wait, and readiness says no before they know`, async () => {
    const silence = new Silence();
    const { service } = await serve(args, { PGHOST: await silence.open() });
    try {
      assert.equal((await fetch(service.url + pathOf(people[0]))).status, 200);
      silence.silent = true;
      const pages = ask(service, Array.from({ length: 8 }, () => pathOf(people[0])));
      const ready = ask({ url: service.doors }, Array.from({ length: 20 }, () => '/readyz'));
      const metrics = fetch(`${service.doors}/metrics`);
      await needsNoDatabase(service);
      assert.equal(ready.answered, 0);
      for (const { status } of await ready.all) assert.equal(status, 503);
      assert.match(await (await metrics).text(), /^lanyard_database_up 0$/m);
      await needsNoDatabase(service);
      assert.equal(pages.answered, 0, 'they still wait');
      for (const { status } of await pages.all) assert.equal(status, 503);
      silence.silent = false;
      await until(async () => (await fetch(`${service.doors}/readyz`)).ok, 'readiness');
      await until(async () => (await fetch(service.url + pathOf(people[0]))).status === 200, 'the page');
    } finally {
      silence.close();
    }
    await service.stop();
  });

  test(`${name}: a picture that 500 ask for is made once, and told to stop the service answers who still waits`, async () => {
    const { service } = await serve(args);
    const pictures = await ask(service, Array.from({ length: 500 }, () => pathOf(people[0], '/ticket.png'))).all;
    assert.deepEqual([...new Set(pictures.map(({ status }) => status))], [200]);
    assert.equal(new Set(pictures.map(({ bytes }) => bytes.toString('base64'))).size, 1);
    const metrics = await (await fetch(`${service.doors}/metrics`)).text();
    // Each of the threads may have begun one before the first was kept.
    assert.ok(Number(/^lanyard_pictures_made_total (\d+)$/m.exec(metrics)?.[1]) <= 2, 'made once');
    const release = await lock('orders');
    const pages = ask(service, Array.from({ length: 8 }, () => pathOf(people[0])));
    await until(waiting('orders'), 'somebody to wait for the lock');
    const exit = service.stop();
    await until(async () => (await fetch(`${service.url}/healthz`).catch(() => null)) === null, 'no new connections');
    assert.equal(pages.answered, 0);
    await release();
    for (const { status } of await pages.all) assert.equal(status, 200);
    assert.deepEqual(await exit, { code: 0, signal: null });
  });
}

test('with doors apart, the public port knows neither doors nor metrics, and --probe asks the other', async () => {
  const { service, key } = await serve(['--door-listen', '127.0.0.1:0']);
  assert.notEqual(service.url, service.doors);
  for (const path of ['/api/v1/device', '/metrics', '/api/v1/scans']) assert.equal((await fetch(service.url + path)).status, 404);
  for (const path of ['/', '/e/waiting', '/assets/lanyard.css']) assert.equal((await fetch(service.doors + path)).status, 404);
  assert.equal((await device(service, key)).status, 200);
  const metrics = await (await fetch(`${service.doors}/metrics`)).text();
  assert.match(metrics, /route="\/api\/v1\/device",status="200"\} 1$/m, 'what the doors asked');
  assert.match(metrics, /route="none",status="404"\} 6$/m, 'and what was asked on the public port, in one place');
  const probe = (...args) => must(program('lanyard-web'), ['--probe', ...args]);
  probe('--door-listen', new URL(service.doors).host, '--port', '1');
  await service.stop();
});
