// What a door keeps, and when it is sent: once, with the time at which it was scanned, whatever happens in between.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, folder, lines, program, register, run, simpleEvent, until } from '../lib/lanyard.mjs';

const house = new House();
house.apply(simpleEvent('journal'));
const service = await house.serve();
after(() => house.close());

const ticket = async () => (await register(service, 'journal')).body.tickets[0].token;
const status = (door) => JSON.parse(run(program('lanyard-checkin'), ['status', '--format', 'json'], { env: door.env }).stdout);
const logged = (id) => house.sql(`SELECT verdict, to_char(scanned_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM scan WHERE scan_id = '${id}'`);
const checkin = (door, ...args) => run(program('lanyard-checkin'), args, { env: door.env });
// A service of its own that can go and come back at the same address.
async function ownDoor(point = 'desk') {
  const own = await house.serve();
  return { own, door: house.pair(own, point) };
}

test('a scan whose verdict was shown is in the journal though the program was killed', async () => {
  const { own, door } = await ownDoor();
  await own.stop();
  const token = await ticket();
  const child = spawn(program('lanyard-checkin'), ['scan', '--format', 'json'], { env: { ...process.env, ...door.env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => { child.on('exit', resolve); });
  let shown = '';
  child.stdout.on('data', (data) => { shown += data; });
  child.stdin.write(`${token}\n`);
  await until(() => shown.includes('\n'), 'a verdict');
  child.kill('SIGKILL');
  await exit;
  const [scan] = lines(shown);
  assert.equal(scan.verdict, 'undecided');
  assert.equal(status(door).journal.unsent, 1);

  await house.serve({ port: own.port });
  assert.equal(checkin(door, 'sync').status, 0);
  assert.deepEqual(logged(scan.id), [['admitted', scan.at]], 'sent once, with its own time');
  assert.equal(checkin(door, 'sync').status, 0);
  assert.equal(status(door).journal.unsent, 0);
  assert.equal(logged(scan.id).length, 1);
});

test('with the service away the door decides what needs no network and keeps the rest', async () => {
  const { own, door } = await ownDoor();
  const [token, practice] = [await ticket(), house.admin('ticket', 'practice', '--event', 'journal').trim()];
  await own.stop();
  const forged = token.slice(0, 50) + (token[50] === 'A' ? 'B' : 'A') + token.slice(51);
  const results = lines(door.scan([token, practice, forged, 'nonsense']).stdout);
  assert.deepEqual(results.map(({ verdict }) => verdict), ['undecided', 'practice', 'forged', 'not_ours']);
  for (const { decided, offline } of results) {
    assert.equal(decided, 'door');
    assert.match(offline, /./);
  }
  const { journal, verdicts } = status(door);
  assert.deepEqual([journal.scans, journal.unsent, journal.oldest_unsent], [4, 4, results[0].at]);
  assert.deepEqual(verdicts, { undecided: 1, practice: 1, forged: 1, not_ours: 1 });
  assert.notEqual(checkin(door, 'sync').status, 0);

  // The next scan sends what waits before it.
  await house.serve({ port: own.port });
  const [next] = lines(door.scan(await ticket()).stdout);
  assert.equal(next.verdict, 'admitted');
  assert.equal(status(door).journal.unsent, 0);
  assert.deepEqual(results.map(({ id }) => logged(id)[0][0]), ['admitted', 'practice', 'forged', 'not_ours']);
});

test('two doors that could not ask: one ticket, one admission, and the other hears of the first', async () => {
  const { own, door } = await ownDoor();
  const other = house.pair(own, 'desk');
  const token = await ticket();
  await own.stop();
  const [first] = lines(door.scan(token).stdout);
  const [second] = lines(other.scan(token).stdout);
  await house.serve({ port: own.port });
  assert.equal(checkin(door, 'sync').status, 0);
  assert.equal(checkin(other, 'sync').status, 0);
  assert.deepEqual([logged(first.id)[0][0], logged(second.id)[0][0]], ['admitted', 'used']);
  assert.deepEqual(status(other).verdicts, { used: 1 });
});

test('a scan sent twice is one scan with one answer', async () => {
  const { own, door } = await ownDoor();
  const { code } = JSON.parse(house.admin('device', 'new', 'twice', '--point', 'desk', '--format', 'json'));
  const key = 'ab'.repeat(32);
  const post = (path, body) => fetch(own.url + path, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` }, body: JSON.stringify(body) })
    .then((answer) => answer.json());
  await post('/api/v1/devices/pair', { code, key });
  const scan = { id: randomUUID(), token: await ticket(), at: '2027-06-08T09:00:00.000Z' };
  const [a] = (await post('/api/v1/scans', { scans: [scan] })).results;
  const [b, c] = (await post('/api/v1/scans', { scans: [scan, scan] })).results;
  assert.deepEqual([a.verdict, a.repeated], ['admitted', false]);
  for (const again of [b, c]) assert.deepEqual([again.verdict, again.repeated], ['admitted', true]);
  assert.equal(logged(scan.id).length, 1);
  assert.ok(door);
});

test('a ticket signed with a key that was made after the pairing is admitted', async () => {
  const own = await house.serve();
  const door = house.pair(own, 'desk');
  await own.stop();
  house.admin('key', 'new');
  const later = await house.serve({ port: own.port });
  const { body } = await register(later, 'journal');
  assert.equal(lines(door.scan(body.tickets[0].token).stdout)[0].verdict, 'admitted');
});

test('without the service a key that was made after the pairing is no forgery; with a known key it is', async () => {
  const own = await house.serve();
  const door = house.pair(own, 'desk');
  const known = await ticket();
  await own.stop();
  house.admin('key', 'new');
  const later = await house.serve();
  const newer = (await register(later, 'journal')).body.tickets[0].token;
  const forged = known.slice(0, 50) + (known[50] === 'A' ? 'B' : 'A') + known.slice(51);
  assert.deepEqual(lines(door.scan([newer, forged, known]).stdout).map(({ verdict, hint }) => [verdict, hint]),
    [['undecided', 'newer_key'], ['forged', undefined], ['undecided', undefined]]);
  assert.match(run(program('lanyard-checkin'), ['scan'], { env: door.env, input: `${newer}\n` }).stdout, /^UNDECIDED +signed with a newer key than this laptop knows/);
});

test('a pairing code is good for one laptop and once', () => {
  const { code } = JSON.parse(house.admin('device', 'new', 'once', '--point', 'desk', '--format', 'json'));
  const [a, b] = [{ LANYARD_DOOR_FOLDER: folder('door') }, { LANYARD_DOOR_FOLDER: folder('door') }];
  const pair = (env, what = code, ...args) => run(program('lanyard-checkin'), ['pair', service.url, what, ...args], { env });
  assert.equal(pair(a).status, 0);
  const second = pair(b);
  assert.equal(second.status, 1);
  assert.equal(second.stderr, 'lanyard-checkin: code: This pairing code is unknown, used, or older than 30 minutes. Ask the organizers for a new one.\n');
  assert.equal(pair(b, 'AAAAAAAA').status, 1);
  const again = pair(a);
  assert.equal(again.status, 1);
  assert.match(again.stderr, /--replace/);
  assert.equal(statSync(join(a.LANYARD_DOOR_FOLDER, 'device.json')).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(b.LANYARD_DOOR_FOLDER).filter((name) => name === 'device.json'), []);
});

test('a laptop with scans that wait is not paired anew, and is once they are sent', async () => {
  const { own, door } = await ownDoor();
  const { code } = JSON.parse(house.admin('device', 'new', 'anew', '--point', 'hall', '--format', 'json'));
  const token = await ticket();
  await own.stop();
  const [scan] = lines(door.scan(token).stdout);
  await house.serve({ port: own.port });
  const early = checkin(door, 'pair', own.url, code, '--replace');
  assert.equal(early.status, 1);
  assert.match(early.stderr, /1 scans are not sent yet: lanyard-checkin sync/);
  assert.equal(checkin(door, 'sync').status, 0);
  assert.equal(logged(scan.id)[0][0], 'admitted', 'as the device and point that it was scanned at');
  assert.equal(checkin(door, 'pair', own.url, code, '--replace').status, 0);
});

test('what the database answers and its record must agree: a member misspelt, mistyped or new admits nobody', async () => {
  const { door } = await ownDoor();
  const texts = Object.fromEntries(house.sql(`SELECT proname, encode(convert_to(pg_get_functiondef(oid), 'UTF8'), 'hex') FROM pg_proc
    WHERE proname IN ('scan_items', 'scan_results')`).map(([name, text]) => [name, Buffer.from(text, 'hex').toString()]));
  const wrong = [['scan_items', "'badge_name'", "'badgename'"], ['scan_results', "'verdict', s.verdict", "'verdict', 'hologram'"],
    ['scan_results', "'repeated', asked.fate <> 'new'", "'repeated', 1"], ['scan_results', "'kind', s.kind", "'kind', 'hologram'"],
    ['scan_results', "'serial', s.serial", "'serial', s.serial, 'more', 1"]];
  const tokens = [];
  for (const [name, from, to] of wrong) {
    assert.ok(texts[name].includes(from), from);
    try {
      house.sql(texts[name].replaceAll(from, to));
      tokens.push(await ticket());
      const [{ verdict, decided, offline }] = lines(door.scan(tokens.at(-1)).stdout);
      assert.deepEqual([verdict, decided], ['undecided', 'door'], to);
      assert.match(offline, /./);
    } finally {
      house.sql(texts[name]);
    }
  }
  assert.equal(checkin(door, 'sync').status, 0);
  assert.deepEqual(status(door).verdicts, { admitted: wrong.length });
});

test('devices are listed in every state they can be in, and what is not yet is null', async () => {
  const { own } = await ownDoor();
  for (const name of ['state-waiting', 'state-expired']) house.admin('device', 'new', name, '--point', 'hall');
  house.sql("UPDATE device SET code_expires_at = now() - interval '1 second' WHERE name = 'state-expired'");
  for (const name of ['state-paired', 'state-revoked']) house.pair(own, 'hall', name);
  assert.deepEqual(JSON.parse(house.admin('device', 'revoke', 'state-revoked', '--format', 'json')), { name: 'state-revoked' });
  const listed = JSON.parse(house.admin('device', 'list', '--format', 'json')).filter(({ name }) => name.startsWith('state-'));
  for (const device of listed) assert.deepEqual(Object.keys(device), ['name', 'point', 'state', 'paired_at', 'last_seen_at']);
  assert.deepEqual(listed.map(({ name, state, paired_at: paired }) => [name, state, paired !== null]),
    [['state-expired', 'expired', false], ['state-paired', 'paired', true], ['state-revoked', 'revoked', true], ['state-waiting', 'waiting', false]]);
});

test('a pairing code grows old', () => {
  const { code } = JSON.parse(house.admin('device', 'new', 'late', '--point', 'desk', '--format', 'json'));
  house.sql("UPDATE device SET code_expires_at = now() - interval '1 second' WHERE name = 'late'");
  const { status: exit, stderr } = run(program('lanyard-checkin'), ['pair', service.url, code], { env: { LANYARD_DOOR_FOLDER: folder('door') } });
  assert.equal(exit, 1);
  assert.match(stderr, /code/);
});

test('an unpaired laptop is told how to pair', () => {
  for (const command of ['scan', 'status', 'sync']) {
    const { status: exit, stderr, stdout } = run(program('lanyard-checkin'), [command], { env: { LANYARD_DOOR_FOLDER: folder('door') }, input: '' });
    assert.equal(exit, 6, command);
    assert.match(stderr, /not paired \(lanyard-checkin pair URL CODE\)/);
    assert.equal(stdout, '');
  }
});

test('a revoked device is shut out and told so and stops, and the scan is kept', async () => {
  const door = house.pair(service, 'desk', 'stolen');
  house.admin('device', 'revoke', 'stolen');
  const scan = door.scan([await ticket(), await ticket()]);
  const [result, ...more] = lines(scan.stdout);
  assert.deepEqual([result.verdict, result.decided, result.hint, more], ['undecided', 'door', 'shut_out', []]);
  assert.deepEqual([scan.status, scan.stderr], [6, 'lanyard-checkin: This device is not paired, or it was revoked. Pair it again.\n']);
  assert.equal(result.offline, 'This device is not paired, or it was revoked. Pair it again.');
  assert.equal(status(door).journal.unsent, 1);
  const { status: exit, stderr, stdout } = checkin(door, 'sync');
  assert.equal(exit, 1);
  assert.equal(stdout, '0 sent, 1 left\n');
  assert.match(stderr, /not paired, or it was revoked/);
});

test('a key of nobody gets 401 and nothing is logged', async () => {
  const before = house.sql('SELECT count(*) FROM scan')[0][0];
  for (const authorization of ['', 'Bearer ', `Bearer ${'0'.repeat(64)}`, 'Bearer x', `Basic ${'0'.repeat(64)}`]) {
    const answer = await fetch(`${service.url}/api/v1/scans`, { method: 'POST', headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ scans: [{ id: randomUUID(), token: await ticket(), at: new Date().toISOString() }] }) });
    assert.equal(answer.status, 401, authorization);
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
  }
  assert.equal(house.sql('SELECT count(*) FROM scan')[0][0], before);
});

test('one program has the journal at a time', async () => {
  const door = house.pair(service, 'desk');
  const child = spawn(program('lanyard-checkin'), ['scan', '--format', 'json'], { env: { ...process.env, ...door.env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => { child.on('exit', resolve); });
  let shown = '';
  child.stdout.on('data', (data) => { shown += data; });
  child.stdin.write('x\n');
  await until(() => shown.includes('\n'), 'a verdict');
  const { status: refused, stderr } = door.scan('x');
  assert.equal(refused, 1);
  assert.match(stderr, /another program has the journal open/);
  assert.equal(status(door).journal.scans, 1, 'to look is allowed');
  child.stdin.end();
  assert.equal(await exit, 0);
});

test('a journal that is damaged or none admits nobody, and is named', async () => {
  const door = house.pair(service, 'desk');
  const token = await ticket();
  const path = join(door.env.LANYARD_DOOR_FOLDER, 'journal.sqlite');
  const whole = readFileSync(path);
  const spoil = [() => writeFileSync(path, 'x'.repeat(8192)), () => writeFileSync(path, whole.subarray(0, whole.length / 2)), () => mkdirSync(path)];
  for (const make of spoil) {
    rmSync(path);
    make();
    const { status: exit, stdout, stderr } = door.scan(token);
    assert.deepEqual([exit, stdout], [1, ''], String(make));
    assert.ok(stderr.includes(`${path}: journal: `), stderr);
  }
});

test('a disk that is full ends the scanning before anybody is let in', async () => {
  const door = house.pair(service, 'desk');
  const { status: exit, stdout, stderr } = run('/bin/sh', ['-c', 'trap "" XFSZ; ulimit -f 200; exec "$0" scan --format json', program('lanyard-checkin')],
    { env: door.env, input: 'x\n'.repeat(500) });
  assert.equal(exit, 1);
  assert.match(stderr, /journal: /);
  const shown = lines(stdout);
  assert.ok(shown.length > 0 && shown.length < 500);
  assert.equal(status(door).journal.scans, shown.length, 'what was shown is kept, and nothing else');
});

test('the journal, which holds tickets, is its owner’s alone whatever the folder is', () => {
  const env = { LANYARD_DOOR_FOLDER: folder('door') };
  chmodSync(env.LANYARD_DOOR_FOLDER, 0o755);
  const { code } = JSON.parse(house.admin('device', 'new', 'open', '--point', 'desk', '--format', 'json'));
  assert.equal(run(program('lanyard-checkin'), ['pair', service.url, code], { env }).status, 0);
  for (const name of readdirSync(env.LANYARD_DOOR_FOLDER)) assert.equal(statSync(join(env.LANYARD_DOOR_FOLDER, name)).mode & 0o777, 0o600, name);
});

test('a damaged device file is told from none', () => {
  const door = house.pair(service, 'desk');
  const path = join(door.env.LANYARD_DOOR_FOLDER, 'device.json');
  const document = JSON.parse(readFileSync(path));
  for (const content of ['', 'x', '[]', '{}', ...['url', 'key', 'device'].map((name) => JSON.stringify({ ...document, [name]: undefined }))]) {
    writeFileSync(path, content);
    const { status: exit, stderr, stdout } = door.scan('x');
    assert.deepEqual([exit, stdout, stderr], [6, '', 'lanyard-checkin: device.json is damaged: pair again with --replace\n'], content);
  }
});

test('a device file that others may read is refused with the mend', () => {
  const door = house.pair(service, 'desk');
  chmodSync(join(door.env.LANYARD_DOOR_FOLDER, 'device.json'), 0o644);
  const { status: exit, stderr } = door.scan('x');
  assert.equal(exit, 6);
  assert.match(stderr, /chmod 600/);
});

test('http is for this machine alone unless one insists', () => {
  const pair = (url) => run(program('lanyard-checkin'), ['pair', url, 'AAAAAAAA'], { env: { LANYARD_DOOR_FOLDER: folder('door') } });
  for (const url of ['http://192.0.2.1', 'http://localhost.example.org', 'http://127.example.org', 'http://127.0.0.1@192.0.2.1', 'http://localhost:80@192.0.2.1/', 'ftp://127.0.0.1', 'no address']) {
    const { status: exit, stderr } = pair(url);
    assert.equal(exit, 1, url);
    assert.match(stderr, /https/, url);
  }
});
