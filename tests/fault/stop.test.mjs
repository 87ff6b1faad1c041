// The service ends and starts: nothing that was accepted is dropped, wrong set-ups are told.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { House, program, register, run, simpleEvent, sleep, until } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());

test('SIGTERM under load: what was accepted is finished, nothing new is, exit 0', async () => {
  house.apply(simpleEvent('stop'));
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const service = await house.serve();
    const told = [];
    const broken = [];
    let stopped = false;
    const clients = Array.from({ length: 32 }, async (_, client) => {
      for (let i = 0; !stopped; i++) {
        const answer = await register(service, 'stop', { email: `s${client}.${i}@example.org` }).catch((error) => {
          broken.push(error.cause?.code ?? error.message);
          return null;
        });
        if (!answer) return;
        if (answer.status === 201) told.push(answer.body.code);
        else assert.equal(answer.status, 503, JSON.stringify(answer.body));
      }
    });
    await until(() => told.length > 200, 'load');
    const ended = service.stop(signal);
    assert.deepEqual(await ended, { code: 0, signal: null }, service.log);
    stopped = true;
    await Promise.all(clients);
    for (const cause of broken) assert.ok(['ECONNREFUSED', 'UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(cause), cause);
    const stored = new Set(house.sql('SELECT code FROM orders').flat());
    for (const code of told) assert.ok(stored.has(code), `${code} was acknowledged`);
  }
});

test('a half-sent request does not keep the service from ending', async () => {
  const service = await house.serve();
  const { connect } = await import('node:net');
  const socket = connect(service.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('POST /api/v1/events/stop/registrations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
  await sleep(200);
  assert.deepEqual(await service.stop(), { code: 0, signal: null });
  socket.destroy();
});

test('wrong set-ups end with exit 6 or 2 and say what to do', () => {
  const web = (args, env = {}) => run(program('lanyard-web'), args, { env: { ...house.env, ...env }, timeout: 20_000 });
  const port = ['--listen', '127.0.0.1', '--port', '0'];
  const cases = [
    [6, /secret/, port, { LANYARD_SECRET_FILE: '/nowhere/secret' }],
    [6, /assets|pages/, [...port, '--assets', '/nowhere'], {}],
    ...['registration.example', 'ftp://registration.example', 'https://', 'https:///', 'https://registration.example/lanyard', 'https://a b', '']
      .map((url) => [6, /--base-url/, [...port, '--base-url', url], {}]),
    [2, /--port/, ['--port', '70000'], {}],
    [2, /frobnicate/, ['--frobnicate'], {}],
  ];
  for (const [status, pattern, args, env] of cases) {
    const result = web(args, env);
    assert.equal(result.status, status, result.stderr);
    assert.match(result.stderr, pattern);
  }
  chmodSync(house.secret, 0o644);
  const open = web(port);
  chmodSync(house.secret, 0o600);
  assert.equal(open.status, 6);
  assert.match(open.stderr, /chmod 600/);
});

test('a port that is taken is told', async () => {
  const service = await house.serve();
  const second = run(program('lanyard-web'), ['--listen', '127.0.0.1', '--port', String(service.port)], { env: house.env, timeout: 20_000 });
  assert.notEqual(second.status, 0);
  assert.match(second.stderr, /Address already in use/);
});

test('a full standard output is an error, not silence', () => {
  house.apply(simpleEvent('full'));
  for (const args of [['event', 'show', '--event', 'full'], ['event', 'list'], ['key', 'list', '--format', 'json'], ['registration', 'list', '--event', 'stop']]) {
    const result = run('bash', ['-c', 'exec "$@" >/dev/full', '-', program('lanyard-admin'), ...args], { env: house.env });
    assert.equal(result.status, 1, `${args.join(' ')}: ${result.stderr}`);
    assert.match(result.stderr, /No space left on device/);
  }
});
