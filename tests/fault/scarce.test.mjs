// Memory that runs out once: whichever allocation of a request or a command fails, the answer is the right one or a failure in words.
// Nothing crashes, and no half page goes out as a good one. SOAK=1 (make soak) tries each allocation, otherwise a sample.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { request as ask } from 'node:http';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { House, build, folder, program, register, simpleEvent, sleep } from '../lib/lanyard.mjs';

// AddressSanitizer and ThreadSanitizer bring allocators of their own, which start only where nothing is preloaded before them.
const skip = /\/(sanitize|thread)$/.test(build) ? 'this build allocates by its sanitizer: run the suite with the release build' : false;
const everyOne = process.env.SOAK === '1';
const slug = 'scarce';
const house = new House();
const place = folder('scarce');
const control = join(place, 'control');
const trace = join(place, 'trace');
const preloaded = { LD_PRELOAD: join(build, 'tests/scarce.so'), SCARCE_CONTROL: control, SCARCE_TRACE: trace };
let file, service, key, token;

// Which allocation from now on fails; 0 for none.
function arm(which) {
  writeFileSync(trace, '');
  const numbers = Buffer.alloc(24);
  numbers.writeBigUInt64LE(BigInt(which), 0);
  writeSync(file, numbers.subarray(8), 0, 16, 8);
  writeSync(file, numbers, 0, 8, 0);
}

// Disarms, and tells how many there were and whether one failed.
function look() {
  const numbers = Buffer.alloc(24);
  writeSync(file, Buffer.alloc(8), 0, 8, 0);
  readSync(file, numbers, 0, 24, 0);
  return { counted: Number(numbers.readBigUInt64LE(8)), failed: numbers.readBigUInt64LE(16) > 0n };
}

// The allocation that failed, by its frames, the innermost first; ours with file and line.
function where() {
  return readFileSync(trace, 'utf8').split('\n').filter((frame) => frame && !/^[^(]*\/scarce\.so\(/.test(frame))
    .slice(0, 24).map((frame) => (frame.startsWith(build) ? symbol(frame) : frame.replace(/^.*\//, '').replace(/\[0x.*/, '')));
}
function symbol(frame) {
  const [, binary, offset] = /^(.*)\(.*?\+(0x[0-9a-f]+)\)/.exec(frame) ?? [];
  const { stdout } = spawnSync('addr2line', ['-fpse', binary, offset], { encoding: 'utf8' });
  return stdout ? stdout.trim().slice(0, 120) : frame;
}
const ours = (frame) => / at .*\.c:/.test(frame) && !/^(json_allocate|buffer_reserve|buffer_printf) /.test(frame);

// What is wrong, once for each place and kind.
class Findings {
  constructor() { this.groups = new Map(); this.count = 0; }

  add(which, text, frames = where()) {
    const key = `${frames.find(ours) ?? frames[0]} ${text.slice(0, 30)}`;
    const group = this.groups.get(key) ?? { which: [], text, frames };
    group.which.push(which);
    this.groups.set(key, group);
    this.count += 1;
  }

  toString() {
    return [...this.groups.values()].map(({ which, text, frames }) => `allocation ${which.slice(0, 8).join(', ')}${which.length > 8 ? ' …' : ''}: ${text}\n`
      + [...frames.slice(0, 2).filter((frame) => !ours(frame)), ...frames.filter(ours).slice(0, 6)].map((frame) => `      ${frame}`).join('\n')).join('\n    ');
  }
}

// The numbers that are tried, of so many: all, or the first ones and then ever wider apart.
function sample(total, most) {
  if (everyOne || total <= most) return Array.from({ length: total }, (_, i) => i + 1);
  const some = new Set();
  for (let i = 0; i < most; i++) some.add(1 + Math.floor((i / most) ** 1.5 * total));
  return [...some].sort((a, b) => a - b);
}

// A request on a connection of its own: {status, type, body}, or {lost} when it ended otherwise.
const send = ({ method = 'GET', path, headers = {}, body }) => new Promise((resolve) => {
  const outgoing = ask(service.url + path, { method, agent: false, headers: { ...headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) }, timeout: 20_000 }, (incoming) => {
    const parts = [];
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', () => resolve({ status: incoming.statusCode, type: incoming.headers['content-type'] ?? '', body: Buffer.concat(parts).toString() }));
    incoming.on('error', (error) => resolve({ lost: `after its head (${incoming.statusCode}): ${error.message}`, begun: true }));
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within 20 s')));
  outgoing.on('error', (error) => resolve({ lost: error.message }));
  outgoing.end(body);
});

// What differs from answer to answer: codes, tokens, ids, times.
const same = (text) => text.replace(/LY[A-Z2-7]{116}/g, 'TOKEN').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID').replace(/\b[A-Za-z0-9_-]{20,}\b/g, 'SECRET')
  .replace(/\b[A-Z2-9]{8}\b/g, 'CODE').replace(/"serial": ?\d+/g, '"serial":0').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
  .replace(/someone\d+/g, 'someone').replace(/"repeated":true/g, '"repeated":false');

function inWords({ status, type, body }) {
  if (status < 400) return `status ${status}`;
  if (type.startsWith('text/html')) return body.trimEnd().endsWith('</html>') ? null : `a page that does not end: ${body.slice(-60)}`;
  if (!type.startsWith('application/problem+json')) return `${status} as ${type || 'nothing'}: ${body.slice(0, 80)}`;
  try {
    const problem = JSON.parse(body);
    return problem.status === status && problem.title ? null : `a problem without words: ${body}`;
  } catch { return `no JSON: ${body.slice(0, 80)}`; }
}

async function serve() {
  arm(0);
  service = await house.serve({ env: preloaded });
}

// Tries one request for each of the numbers. `make` gives a fresh request, `check` is asked afterwards with memory as it should be.
async function tryAll(make, right, most, check = async () => null) {
  const wrong = new Findings();
  arm(2 ** 50);
  await send(make());
  const { counted } = look();
  assert.ok(counted > 20, `only ${counted} allocations: is the library loaded?`);
  const tally = { right: 0, refused: 0, closed: 0, none: 0 };
  for (const which of sample(Math.ceil(counted * 1.05), most)) {
    const sent = make();
    arm(which);
    const answer = await send(sent);
    const { failed } = look();
    if (answer.lost) await Promise.race([service.exit, sleep(500)]);
    const note = (text) => wrong.add(which, text);
    if (service.child.exitCode !== null || service.child.signalCode !== null) {
      note(`the service ended (${service.child.exitCode ?? service.child.signalCode}): ${service.log.split('\n').slice(-3).join(' ')}`);
      await serve();
      continue;
    }
    if (!failed) tally.none += 1;
    if (answer.lost) {
      // The HTTP library closes a connection for which it has no memory before anything is said on it.
      if (answer.begun || !failed || !/^libmicrohttpd/.test(where()[0])) note(answer.lost);
      else tally.closed += 1;
    } else if (answer.status < 400) {
      if (answer.status !== right.status || same(answer.body) !== same(right.body)) note(`another answer than the right one: ${answer.status} ${same(answer.body).slice(0, 300)}`);
      tally.right += 1;
    } else {
      const fault = failed ? inWords(answer) : `refused without need: ${answer.status} ${answer.body.slice(0, 200)}`;
      if (fault) note(fault);
      tally.refused += 1;
    }
    const later = await check(sent, answer);
    if (later) note(`afterwards: ${later}`);
  }
  return { wrong, counted, tally };
}

const report = (t, { wrong, counted, tally }) => {
  t.diagnostic(`${counted} allocations; ${JSON.stringify(tally)}`);
  assert.equal(wrong.count, 0, `${wrong.count} wrong\n    ${wrong}`);
};

before(async () => {
  if (skip) return;
  writeFileSync(control, Buffer.alloc(24));
  file = openSync(control, 'r+');
  house.apply(simpleEvent(slug));
  await serve();
  const { code } = JSON.parse(house.admin('device', 'new', 'desk', '--point', 'desk', '--event', slug, '--format', 'json'));
  key = randomBytes(32).toString('hex');
  const paired = await fetch(`${service.url}/api/v1/devices/pair`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, key }) });
  assert.equal(paired.status, 200);
  const registered = await register(service, slug);
  token = registered.body.tickets[0].token;
});
after(async () => {
  await house.close();
  if (!skip) closeSync(file);
});

test('a form page comes whole or not at all', { skip }, async (t) => {
  const page = () => ({ path: `/e/${slug}/register`, headers: { accept: 'text/html' } });
  await send(page());
  const right = await send(page());
  assert.equal(right.status, 200);
  report(t, await tryAll(page, right, 200));
});

test('a registration is made and told, or refused in words, and once repeated it is the same one', { skip }, async (t) => {
  let people = 0;
  const registration = () => {
    people += 1;
    return { method: 'POST', path: `/api/v1/events/${slug}/registrations`, headers: { 'content-type': 'application/json', 'idempotency-key': `key-${people}` },
      body: JSON.stringify({ category: 'free', name: 'Amina Diallo', email: `someone${people}@example.org` }) };
  };
  await send(registration());
  const right = await send(registration());
  assert.equal(right.status, 201);
  report(t, await tryAll(registration, right, 300, async (sent, answer) => {
    const again = await send(sent);
    if (again.lost || again.status >= 400 || same(again.body) !== same(right.body)) return `${again.lost ?? again.status} ${again.body?.slice(0, 200)}`;
    return answer.status === right.status && answer.body !== again.body ? `another registration than was told: ${answer.body} ${again.body}` : null;
  }));
  assert.deepEqual(house.sql('SELECT count(*), count(DISTINCT email) FROM attendee')[0], [String(people + 1), String(people + 1)]);
});

test('a scan is decided and kept, or refused in words, and once repeated it is the same one', { skip }, async (t) => {
  const scan = () => ({ method: 'POST', path: '/api/v1/scans', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scans: [{ id: randomUUID(), token, at: '2027-06-08T08:00:00.000Z' }] }) });
  await send(scan());
  const right = await send(scan());
  assert.equal(right.status, 200);
  report(t, await tryAll(scan, right, 300, async (sent) => {
    const again = await send(sent);
    return again.lost || again.status !== 200 || same(again.body) !== same(right.body) ? `${again.lost ?? again.status} ${again.body?.slice(0, 200)}` : null;
  }));
});

test('event apply does its work and says so, or fails with a message and a status', { skip }, (t) => {
  const applied = (name) => {
    const path = join(house.folder, `${name}.json`);
    writeFileSync(path, JSON.stringify(simpleEvent(name)));
    return spawnSync(program('lanyard-admin'), ['event', 'apply', path], { env: { ...process.env, ...house.env, ...preloaded }, encoding: 'utf8', timeout: 20_000 });
  };
  const wrong = new Findings();
  const tally = { right: 0, refused: 0 };
  arm(2 ** 50);
  assert.equal(applied('apply-0').stdout, 'event apply-0: created\n');
  const { counted } = look();
  for (const which of sample(counted, 60)) {
    arm(which);
    const result = applied(`apply-${which}`);
    look();
    const note = (text) => wrong.add(which, text);
    if (result.status === null) note(`ended by ${result.signal ?? result.error}: ${result.stderr.slice(-200)}`);
    else if (result.status === 0 && result.stdout !== `event apply-${which}: created\n`) note(`said ${JSON.stringify(result.stdout)} ${result.stderr}`);
    else if (result.status !== 0 && (!/^lanyard-admin: \S.*\n$/.test(result.stderr) || /nothing says why/.test(result.stderr))) note(`status ${result.status} and said ${JSON.stringify(result.stderr)}`);
    tally[result.status === 0 ? 'right' : 'refused'] += 1;
  }
  report(t, { wrong, counted, tally });
});
