// What may happen between a door and its service: answers that are lost, and answers that are a stranger's.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { connect, createServer as createListener } from 'node:net';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { House, folder, lines, must, program, register, repository, simpleEvent, until } from '../lib/lanyard.mjs';

const house = new House();
house.apply(simpleEvent('network'));
const service = await house.serve();
after(() => house.close());

// Stands between: passes on, unless `instead` answers by itself; what the service says goes nowhere while `losing`.
const between = { instead: null, losing: false, asked: [], bodies: [] };
const passOn = async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  between.asked.push(request.url);
  between.bodies.push(Buffer.concat(chunks).toString());
  if (between.instead) {
    const { status = 200, type = 'application/json', body } = between.instead(JSON.parse(Buffer.concat(chunks).toString() || 'null'));
    response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
    return;
  }
  const { authorization = '', 'content-type': type = 'application/json' } = request.headers;
  const answer = await fetch(service.url + request.url, { method: request.method, headers: { authorization, 'content-type': type },
    body: chunks.length ? Buffer.concat(chunks) : undefined });
  const text = await answer.text();
  if (between.losing) response.destroy();
  else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
};
const proxy = createServer(passOn);
await new Promise((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
after(() => proxy.close());
const url = `http://127.0.0.1:${proxy.address().port}`;

// Not by spawnSync, which would keep the proxy from answering.
const checkin = (env, args, input = '') => new Promise((resolve) => {
  const child = spawn(program('lanyard-checkin'), args, { env: { ...process.env, ...env } });
  const result = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', (text) => { result[stream] += text; });
  child.on('close', (status) => resolve({ ...result, status }));
  child.stdin.end(input);
});
const straight = () => { Object.assign(between, { instead: null, losing: false, asked: [], bodies: [] }); };
const newCode = (name) => JSON.parse(house.admin('device', 'new', name, '--point', 'desk', '--format', 'json')).code;
let doors = 0;
async function pair() {
  straight();
  const env = { LANYARD_DOOR_FOLDER: folder('door') };
  const { status, stderr } = await checkin(env, ['pair', url, newCode(`between-${++doors}`)]);
  assert.equal(status, 0, stderr);
  return env;
}
const ticket = async () => (await register(service, 'network')).body.tickets[0].token;
const scan = async (env, token, ...args) => {
  const { stdout, stderr, status } = await checkin(env, ['scan', '--format', 'json', ...args], `${token}\n`);
  assert.equal(stderr, '');
  return { ...lines(stdout)[0], exit: status };
};
const status = async (env) => JSON.parse((await checkin(env, ['status', '--format', 'json'])).stdout);
const logged = (id) => house.sql(`SELECT verdict FROM scan WHERE scan_id = '${id}'`).flat();

test('an admission whose answer was lost is told again, not refused as used', async () => {
  const env = await pair();
  between.losing = true;
  const shown = await scan(env, await ticket());
  assert.deepEqual([shown.verdict, shown.decided], ['undecided', 'door']);
  assert.deepEqual(logged(shown.id), ['admitted'], 'the service had it');
  assert.equal((await status(env)).journal.unsent, 1);
  straight();
  const { stdout, status: exit } = await checkin(env, ['sync', '--format', 'json']);
  assert.equal(exit, 0);
  assert.deepEqual(JSON.parse(stdout), { sent: 1, left: 0 });
  assert.deepEqual((await status(env)).verdicts, { admitted: 1 });
  assert.deepEqual(logged(shown.id), ['admitted']);
});

test('a pairing whose answer was lost is finished by asking again', async () => {
  straight();
  const [env, code] = [{ LANYARD_DOOR_FOLDER: folder('door') }, newCode('lost')];
  between.losing = true;
  const lost = await checkin(env, ['pair', url, code]);
  assert.equal(lost.status, 1);
  assert.ok(!existsSync(join(env.LANYARD_DOOR_FOLDER, 'device.json')));
  straight();
  const { status: exit, stdout } = await checkin(env, ['pair', url, code]);
  assert.equal(exit, 0);
  assert.match(stdout, /^paired as lost: /);
  assert.ok(!existsSync(join(env.LANYARD_DOOR_FOLDER, 'pairing.json')), 'the key is in one place');
  assert.equal((await scan(env, await ticket())).verdict, 'admitted');
});

test('a stranger’s answer admits nobody, and the scan is sent later', async () => {
  const env = await pair();
  const strangers = [
    () => ({ type: 'text/html', body: '<html>Welcome to the hotel</html>' }), () => ({ body: {} }), () => ({ body: [] }), () => ({ body: { results: 'yes' } }),
    () => ({ body: { results: [null, 1, { id: randomUUID(), verdict: 'admitted' }] } }), () => ({ body: { verdict: 'admitted' } }),
    () => ({ status: 302, body: {} }), () => ({ status: 429, body: {} }), () => ({ status: 500, body: { results: [] } }), () => ({ status: 503, body: '' }),
  ];
  const kept = [];
  for (const instead of strangers) {
    between.instead = instead;
    const result = await scan(env, await ticket(), '--strict');
    assert.deepEqual([result.verdict, result.decided, result.exit], ['undecided', 'door', 12], String(instead));
    assert.match(result.offline, /./);
    kept.push(result.id);
  }
  assert.equal((await status(env)).journal.unsent, strangers.length);
  straight();
  assert.equal((await checkin(env, ['sync'])).status, 0);
  assert.deepEqual(kept.flatMap(logged), strangers.map(() => 'admitted'));
});

test('a verdict newer than this program admits nobody', async () => {
  const env = await pair();
  between.instead = (asked) => ({ body: asked ? { results: asked.scans.map(({ id }) => ({ id, verdict: 'hologram' })) } : {} });
  const result = await scan(env, await ticket(), '--strict');
  assert.deepEqual([result.verdict, result.exit], ['hologram', 12]);
  const { stdout } = await checkin(env, ['scan'], `${await ticket()}\n`);
  assert.match(stdout, /^UNDECIDED/);
});

test('an answer that lacks something admits nobody and is refused by its name; one that says more is taken', async () => {
  const env = await pair();
  const attendee = { name: 'Zoë Ng', badge_name: 'Zoë', category: 'free', category_title: 'Free' };
  const answer = (change) => (asked) => ({ body: asked ? { results: asked.scans.map(({ id }) => change({ id, verdict: 'admitted', repeated: false, attendee })) } : {} });
  const wrong = [
    [({ verdict, ...rest }) => ({ ...rest, verdikt: verdict }), /results\[0\]\.verdict is missing/],
    [(result) => ({ ...result, attendee: { ...attendee, name: undefined, nome: 'Zoë Ng' } }), /results\[0\]\.attendee\.name is missing/],
    [(result) => ({ ...result, attendee: { ...attendee, category_title: ['Free'] } }), /results\[0\]\.attendee\.category_title should be/],
    [(result) => ({ ...result, verdict: 0 }), /results\[0\]\.verdict should be/],
  ];
  for (const [change, says] of wrong) {
    between.instead = answer(change);
    const result = await scan(env, 'x', '--strict');
    assert.deepEqual([result.verdict, result.decided, result.exit, result.attendee], ['not_ours', 'door', 20, undefined]);
    assert.match(result.offline, says);
    const { stderr, status: exit } = await checkin(env, ['sync']);
    assert.deepEqual([exit, says.test(stderr)], [1, true], stderr);
  }
  assert.equal((await status(env)).journal.unsent, wrong.length);
  between.instead = answer((result) => ({ ...result, mood: { of: ['the day'] }, attendee: { ...attendee, shoe_size: 42 } }));
  const result = await scan(env, 'x');
  assert.deepEqual([result.verdict, result.decided, result.attendee], ['admitted', 'service', attendee]);
  assert.equal((await status(env)).journal.unsent, 0);
});

test('what the service says of a device with a part missing is refused by its name', async () => {
  straight();
  const env = { LANYARD_DOOR_FOLDER: folder('door') };
  const device = { device: 1, name: 'd', event: { id: 1, slug: 'e', title: 'E', time_zone: 'UTC' }, point: { code: 'p', title: 'P', kinds: ['ticket'] }, keys: [] };
  const wrong = [
    [{ ...device, name: undefined }, /name is missing/], [{ ...device, event: { ...device.event, title: undefined } }, /event\.title is missing/],
    [{ ...device, point: { ...device.point, kinds: 'ticket' } }, /point\.kinds should be of type list/], [{ ...device, keys: [{ number: 1 }] }, /keys\[0\]\.public is missing/],
  ];
  for (const [body, says] of wrong) {
    between.instead = () => ({ body });
    const { status: exit, stderr } = await checkin(env, ['pair', url, 'ABCDEFGH']);
    assert.deepEqual([exit, says.test(stderr)], [1, true], stderr);
  }
  between.instead = () => ({ body: { ...device, weather: 'fair', event: { ...device.event, motto: 'x' } } });
  const { status: exit, stdout } = await checkin(env, ['pair', url, 'ABCDEFGH']);
  assert.deepEqual([exit, stdout], [0, 'paired as d: E, P\n']);
});

test('while it runs the door hears that its point takes another kind now', async () => {
  const env = await pair();
  const badges = () => house.sql("SELECT token FROM ticket WHERE kind = 'badge' ORDER BY serial DESC LIMIT 1")[0][0];
  await ticket();
  const child = spawn(program('lanyard-checkin'), ['scan', '--format', 'json'], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => { child.on('exit', resolve); });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { shown += text; });
  const next = async (token) => {
    shown = '';
    child.stdin.write(`${token}\n`);
    await until(() => shown.endsWith('\n'), 'a verdict');
    return JSON.parse(shown);
  };
  const badge = badges();
  assert.equal((await next(badge)).verdict, 'wrong_kind');
  house.apply(simpleEvent('network', { points: simpleEvent('network').points.map((point) => ({ ...point, kinds: ['ticket', 'badge'] })) }));
  between.asked = [];
  assert.deepEqual([(await next(badge)).verdict, between.asked.at(-1)], ['admitted', '/api/v1/device']);
  between.instead = () => ({ status: 503, body: {} });
  assert.equal((await next(badge)).verdict, 'undecided', 'and knows it by itself');
  child.stdin.end();
  assert.equal(await exit, 0);
  straight();
  house.apply(simpleEvent('network'));
});

test('a stranger’s word about the device does not replace the service’s', async () => {
  const env = await pair();
  const before = readFileSync(join(env.LANYARD_DOOR_FOLDER, 'device.json'), 'utf8');
  const { good } = JSON.parse(readFileSync(join(repository, 'tests/vectors/ticket.json'), 'utf8'));
  const [{ token }] = good.filter(({ key }) => key === 255);
  for (const body of [{}, [], { event: 1, point: 'x', keys: [] }]) {
    between.instead = () => ({ body });
    await scan(env, token);
    assert.ok(between.asked.includes('/api/v1/device'), 'a key number that it does not know makes it ask');
    assert.equal(readFileSync(join(env.LANYARD_DOOR_FOLDER, 'device.json'), 'utf8'), before);
  }
  straight();
  assert.equal((await scan(env, await ticket())).verdict, 'admitted');
});

test('what answers to a pairing without being the service is not paired with', async () => {
  straight();
  const env = { LANYARD_DOOR_FOLDER: folder('door') };
  for (const body of [{}, [], { device: 1 }, '<html>']) {
    between.instead = () => ({ body });
    const { status: exit, stderr, stdout } = await checkin(env, ['pair', url, 'ABCDEFGH']);
    assert.deepEqual([exit, stdout], [1, '']);
    assert.match(stderr, /something else than the service answered/);
    assert.ok(!existsSync(join(env.LANYARD_DOOR_FOLDER, 'device.json')));
  }
});

test('a hundred codes of nothing but control characters can still be sent in one batch', async () => {
  const env = await pair();
  const picture = join(folder('picture'), 'controls.png');
  must('ZXingWriter', ['-size', '800x800', 'QRCode', '\u0001'.repeat(500), picture]);
  between.instead = () => ({ status: 503, body: {} });
  const read = await checkin(env, ['read', '--scan', '--format', 'json', ...Array(100).fill(picture)]);
  assert.deepEqual(lines(read.stdout).map(({ verdict }) => verdict), Array(100).fill('not_ours'));
  straight();
  const { stdout, stderr } = await checkin(env, ['sync', '--format', 'json']);
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), { sent: 100, left: 0 });
});

test('whoever stands at the door goes before what waits from earlier, which follows', async () => {
  const env = await pair();
  between.instead = () => ({ status: 503, body: {} });
  const kept = [await ticket(), await ticket()];
  const { stdout } = await checkin(env, ['scan', '--format', 'json'], `${[...kept, ...Array(250).fill('x')].join('\n')}\n`);
  const [first] = lines(stdout);
  straight();
  const shown = await scan(env, await ticket());
  assert.deepEqual([shown.verdict, shown.decided], ['admitted', 'service']);
  const sent = between.bodies.filter((body) => body.includes('scans')).map((body) => JSON.parse(body).scans);
  assert.deepEqual(sent[0].map(({ id }) => id), [shown.id], 'alone, and first');
  assert.equal((await status(env)).journal.unsent, 0, 'the rest went while nobody was scanned');
  assert.deepEqual(logged(first.id), ['admitted']);
  // Older scans of the same code go with it: who was first is known.
  between.instead = () => ({ status: 503, body: {} });
  const again = await ticket();
  const before = await scan(env, again);
  straight();
  const after = await scan(env, again);
  assert.deepEqual([logged(before.id)[0], after.verdict, after.first.at], ['admitted', 'used', before.at]);
});

// Passes connections on; those that stand when `hush` is called stay open and carry nothing any more.
async function line() {
  const pairs = new Set();
  let silent = false;
  const listener = createListener((from) => {
    const own = { silent };
    const to = connect(new URL(service.url).port, '127.0.0.1');
    for (const socket of [from, to]) socket.on('error', () => {}).on('close', () => { from.destroy(); to.destroy(); });
    from.on('data', (data) => { if (!own.silent) to.write(data); });
    to.on('data', (data) => { if (!own.silent) from.write(data); });
    pairs.add(own);
  });
  await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  after(() => listener.close());
  return { url: `http://127.0.0.1:${listener.address().port}`, hush: () => { for (const own of pairs) own.silent = true; }, hushAll: () => { silent = true; for (const own of pairs) own.silent = true; } };
}
async function running(at, name) {
  const env = { LANYARD_DOOR_FOLDER: folder('door') };
  assert.equal((await checkin(env, ['pair', at.url, newCode(name)])).status, 0);
  const child = spawn(program('lanyard-checkin'), ['scan', '--format', 'json'], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  after(() => child.kill());
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { shown += text; });
  return { child, next: async (token) => {
    shown = '';
    child.stdin.write(`${token}\n`);
    await until(() => shown.endsWith('\n'), 'a verdict');
    return JSON.parse(shown);
  } };
}

test('a connection that died in silence is left, and the scan asked once more on a fresh one', async () => {
  const at = await line();
  const { child, next } = await running(at, 'died');
  assert.equal((await next(await ticket())).verdict, 'admitted');
  for (let i = 0; i < 2; i++) {
    at.hush();
    assert.equal((await next(await ticket())).verdict, 'admitted');
  }
  child.stdin.end();
});

test('where the service lets one wait in vain, those behind do not wait as long', async () => {
  const at = await line();
  const { child, next } = await running(at, 'silent');
  assert.equal((await next(await ticket())).verdict, 'admitted');
  const tokens = [];
  for (let i = 0; i < 6; i++) tokens.push(await ticket());
  at.hushAll();
  const begun = Date.now();
  for (const token of tokens) assert.equal((await next(token)).verdict, 'undecided');
  assert.ok(Date.now() - begun < 15_000, `six people waited ${Date.now() - begun} ms`);
  child.stdin.end();
});

// Certificates by openssl(1), signed by an authority of our own.
function authority() {
  const at = folder('authority');
  const file = (name) => join(at, name);
  const openssl = (...args) => must('openssl', args, { cwd: at });
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Our Authority', '-days', '30');
  writeFileSync(file('index'), '');
  writeFileSync(file('ca.conf'), `[ca]\ndefault_ca=a\n[a]\ndatabase=${file('index')}\nnew_certs_dir=${at}\nrand_serial=yes\nunique_subject=no\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n`);
  return { ca: file('ca.pem'), serve: async (san, start = '20200101000000Z', end = '20990101000000Z') => {
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=door', '-addext', `subjectAltName=${san}`);
    openssl('ca', '-batch', '-config', 'ca.conf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-in', 'own.csr', '-out', 'own.pem', '-notext', '-startdate', start, '-enddate', end);
    const server = createSecure({ key: readFileSync(file('own.key')), cert: readFileSync(file('own.pem')) }, passOn);
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    after(() => server.close());
    return `https://127.0.0.1:${server.address().port}`;
  } };
}

test('each kind of trouble is told in its own words', async () => {
  straight();
  const own = authority();
  const here = 'IP:127.0.0.1';
  const closed = createListener();
  await new Promise((resolve) => { closed.listen(0, '127.0.0.1', resolve); });
  const { port } = closed.address();
  await new Promise((resolve) => { closed.close(resolve); });
  const cases = [
    [await own.serve(here), [], /does not know the authority of its certificate: .* pair --ca FILE/],
    [await own.serve(here, '20200101000000Z', '20210101000000Z'), ['--ca', own.ca], /its certificate has expired, by this laptop's clock, which says \d{4}-\d\d-\d\d: set the clock/],
    [await own.serve(here, '20980101000000Z'), ['--ca', own.ca], /its certificate is not valid yet, by this laptop's clock, which says \d{4}-\d\d-\d\d: set the clock/],
    [await own.serve('DNS:other.example'), ['--ca', own.ca], /its certificate is another host's/],
    [await own.serve(here), ['--ca', join(repository, 'README.md')], /the file of its authority holds no certificate/],
    [url.replace('http:', 'https:'), [], /what answers there speaks no TLS/],
    [`http://127.0.0.1:${port}`, [], /nothing answers at that address/],
    ['https://nowhere.invalid', [], /its name cannot be looked up: is this laptop on the network\?/],
  ];
  for (const [to, args, says] of cases) {
    const env = { LANYARD_DOOR_FOLDER: folder('door') };
    const { status: exit, stderr } = await checkin(env, ['pair', to, 'ABCDEFGH', ...args]);
    assert.equal(exit, 1);
    assert.match(stderr, says);
    assert.ok(stderr.includes(to), stderr);
    assert.ok(!existsSync(join(env.LANYARD_DOOR_FOLDER, 'device.json')));
  }
});

test('an authority of one’s own is named at pairing, and known from then on', async () => {
  straight();
  const own = authority();
  const at = await own.serve('IP:127.0.0.1');
  const env = { LANYARD_DOOR_FOLDER: folder('door') };
  const { status: exit, stderr } = await checkin(env, ['pair', at, newCode('authority'), '--ca', own.ca]);
  assert.equal(exit, 0, stderr);
  assert.deepEqual((({ verdict, decided }) => [verdict, decided])(await scan(env, await ticket())), ['admitted', 'service']);
});
