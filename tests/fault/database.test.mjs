// PostgreSQL goes away and comes back; the service says so, loses nothing and goes on by itself.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { House, folder, must, program, register, repository, simpleEvent, sleep, until } from '../lib/lanyard.mjs';

// A cluster of this file's own, since it is stopped.
const place = join(folder('own'), 'cluster');
const cluster = (...args) => must(join(repository, 'sql/cluster'), [...args, '--folder', place]);
let house;
let service;

before(async () => {
  cluster('start');
  for (const [, name, value] of cluster('env').matchAll(/([A-Z]+)=(\S+)/g)) process.env[name] = value;
  must(program('lanyard-admin'), ['migrate']);
  house = new House();
  house.apply(simpleEvent('away'));
  service = await house.serve();
});
after(async () => {
  await house?.close();
  cluster('destroy');
});

const get = (path) => fetch(service.url + path).catch((error) => ({ status: error.message }));
const count = () => Number(house.sql('SELECT count(*) FROM orders')[0][0]);

test('while it is away requests get 503 with Retry-After, the process is alive, and it goes on by itself', async () => {
  assert.equal((await register(service, 'away', { email: 'before@example.org' })).status, 201);
  cluster('stop');
  assert.equal((await get('/healthz')).status, 200);
  const ready = await get('/readyz');
  assert.equal(ready.status, 503);
  assert.ok(Number(ready.headers.get('retry-after')) > 0);
  const refused = await register(service, 'away', { email: 'while@example.org' }, { 'idempotency-key': 'while' });
  assert.equal(refused.status, 503);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal(refused.headers.get('content-type'), 'application/problem+json');
  const page = await get('/e/simple/r/AAAAAAAAAA?k=x');
  assert.ok([404, 503].includes(page.status));
  assert.equal((await get('/metrics')).status, 200);

  cluster('start');
  await until(async () => (await get('/readyz')).status === 200, 'readiness');
  assert.equal((await register(service, 'away', { email: 'while@example.org' }, { 'idempotency-key': 'while' })).status, 201);
  assert.equal((await get('/e/away')).status, 200);
  assert.equal(count(), 2);
  assert.equal(service.child.exitCode, null);
});

test('a form sent while it is away comes back with all that was typed, and sent again is one registration', async () => {
  const form = await get('/e/away/register');
  const cookie = form.headers.get('set-cookie').split(';')[0];
  const value = (text, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1];
  const text = await form.text();
  const body = new URLSearchParams({ csrf: value(text, 'csrf'), form_id: value(text, 'form_id'), category: 'free', name: 'Amina', email: 'form@example.org', amount: '0', confirm: 'yes' });
  const send = (fields) => fetch(`${service.url}/e/away/register`, { method: 'POST', redirect: 'manual', body: fields, headers: { cookie, accept: 'text/html' } });
  cluster('stop');
  const refused = await send(body);
  const back = await refused.text();
  cluster('start');
  assert.equal(refused.status, 503);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal(value(back, 'name'), 'Amina');
  // Whoever was told "busy" may be registered all the same: the form's id has to say that it is the same form.
  assert.equal(value(back, 'form_id'), body.get('form_id'));
  await until(async () => (await get('/readyz')).status === 200, 'readiness');
  const before_ = count();
  const [first, second] = [await send(body), await send(body)];
  assert.deepEqual([first.status, second.status], [303, 303]);
  assert.equal(count(), before_ + 1);
});

test('connections that are cut under load cost nobody an acknowledged registration', async () => {
  const before_ = count();
  let cutting = true;
  const cuts = (async () => {
    while (cutting) {
      must('psql', ['-U', 'postgres', '-XAtqc', "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'lanyard_web'"]);
      await sleep(60);
    }
  })();
  const answers = await Promise.all(Array.from({ length: 40 }, async (_, client) => {
    const codes = [];
    for (let i = 0; i < 8; i++) {
      for (;;) {
        const answer = await register(service, 'away', { email: `c${client}.${i}@example.org` }, { 'idempotency-key': `cut-${client}-${i}` });
        if (answer.status === 201) { codes.push(answer.body.code); break; }
        assert.equal(answer.status, 503, JSON.stringify(answer.body));
        await sleep(20);
      }
    }
    return codes;
  }));
  cutting = false;
  await cuts;
  const told = answers.flat();
  assert.equal(new Set(told).size, 320);
  assert.equal(count(), before_ + 320);
  const stored = new Set(house.sql('SELECT code FROM orders').flat());
  for (const code of told) assert.ok(stored.has(code));
});

test('a database that is killed like by a power cut keeps what was acknowledged', async () => {
  const told = [];
  let stop = false;
  const clients = Array.from({ length: 16 }, async (_, client) => {
    for (let i = 0; !stop; i++) {
      const answer = await register(service, 'away', { email: `k${client}.${i}@example.org` }, { 'idempotency-key': `kill-${client}-${i}` });
      if (answer.status === 201) told.push(answer.body.code);
      else { assert.equal(answer.status, 503); await sleep(20); }
    }
  });
  await until(() => told.length > 100, 'a hundred registrations');
  const [[pid]] = must('psql', ['-U', 'postgres', '-XAtqc', "SELECT pg_read_file('postmaster.pid')"]).split('\n').map((line) => [line]);
  process.kill(Number(pid), 'SIGKILL');
  stop = true;
  await Promise.all(clients);
  await until(() => { try { cluster('start'); return true; } catch { return false; } }, 'the cluster to start again', 60);
  const stored = new Set(house.sql('SELECT code FROM orders').flat());
  for (const code of told) assert.ok(stored.has(code), `${code} was acknowledged`);
  await until(async () => (await get('/readyz')).status === 200, 'readiness');
});

test('a database that is frozen is one that is away: nobody waits for ever, and what was asked meanwhile is stored once', async () => {
  const before_ = count();
  const [postmaster] = must('psql', ['-U', 'postgres', '-XAtqc', "SELECT pg_read_file('postmaster.pid')"]).split('\n');
  const family = [postmaster, ...must('pgrep', ['-P', postmaster]).split('\n').filter(Boolean)].map(Number);
  const signal = (name) => family.forEach((pid) => { try { process.kill(pid, name); } catch { /* ended meanwhile */ } });
  signal('SIGSTOP');
  try {
    const refused = await Promise.all(Array.from({ length: 4 }, (_, i) =>
      register(service, 'away', { email: `frozen${i}@example.org` }, { 'idempotency-key': `frozen-${i}` })));
    for (const answer of refused) {
      assert.equal(answer.status, 503);
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
    }
    assert.equal((await get('/healthz')).status, 200);
    assert.equal((await get('/readyz')).status, 503);
  } finally {
    signal('SIGCONT');
  }
  await until(async () => (await get('/readyz')).status === 200, 'readiness');
  const codes = new Set();
  for (let i = 0; i < 8; i++) {
    const answer = await register(service, 'away', { email: `frozen${i % 4}@example.org` }, { 'idempotency-key': `frozen-${i % 4}` });
    assert.equal(answer.status, 201);
    codes.add(answer.body.code);
  }
  assert.equal(codes.size, 4);
  assert.equal(count(), before_ + 4);
});
