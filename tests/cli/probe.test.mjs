// lanyard-web --probe: what a container's health check asks.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { House, program, run } from '../lib/lanyard.mjs';

const probe = (port) => run(program('lanyard-web'), ['--listen', '127.0.0.1', '--port', String(port), '--probe']);

test('--probe says yes to a service that is ready', async (t) => {
  const house = new House();
  t.after(() => house.close());
  const service = await house.serve();
  const { status, stderr } = probe(service.port);
  assert.equal(stderr, '');
  assert.equal(status, 0);
});

test('--probe says no, and why, to a service whose database is away', async (t) => {
  const house = new House();
  t.after(() => house.close());
  const service = await house.serve({ ready: false, env: { PGHOST: '/nonexistent' } });
  const { status, stderr } = probe(service.port);
  assert.equal(status, 1);
  assert.match(stderr, /not ready: ./);
});

test('--probe says no where nothing listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  const { status, stderr } = probe(port);
  assert.equal(status, 1);
  assert.match(stderr, /nothing listens on port/);
});
