// What all commands have in common: which event is meant, help, mistakes.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { House, program, register, run, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());
const badges = (...args) => run(program('lanyard-badges'), ['render', ...args], { env: house.env });
const output = join(house.folder, 'badges.pdf');

// Each command that means an event, without saying which.
const eventCommands = [['event', 'show'], ['registration', 'list'], ['ticket', 'practice'], ['device', 'list'],
  ['device', 'new', 'laptop', '--point', 'desk'], ['device', 'revoke', 'laptop']];

test('with no event there is, each command says so', () => {
  for (const args of eventCommands) {
    const { status, stderr } = house.tryAdmin(...args);
    assert.equal(status, 1, args.join(' '));
    assert.match(stderr, /there is no event yet: lanyard-admin event apply FILE makes one/);
  }
});

test('an only event is meant, be it a draft; the one that is open is meant beside others', async () => {
  const service = await house.serve();
  house.apply(simpleEvent('draft', { state: 'draft' }));
  for (const args of eventCommands) assert.equal(house.tryAdmin(...args).status, 0, args.join(' '));
  house.apply(simpleEvent('past', { state: 'closed' }));
  assert.equal(house.tryAdmin('registration', 'list').status, 2);
  assert.match(house.tryAdmin('registration', 'list').stderr, /--event: no event is open; say which with --event SLUG or LANYARD_EVENT: draft \(draft\), past \(closed\)\n/);
  house.apply(simpleEvent('now'));
  const { body: { code } } = await register(service, 'now');
  for (const args of eventCommands) assert.equal(house.tryAdmin(...args).status, 0, args.join(' '));
  assert.equal(JSON.parse(house.admin('event', 'show')).slug, 'now');
  assert.match(house.admin('registration', 'list'), new RegExp(`^${code}`));
  const printed = badges('--output', output, '--format', 'json');
  assert.equal(printed.status, 0, printed.stderr);
  assert.equal(JSON.parse(printed.stdout).badges, 1);
  await service.stop();
});

test('with several open each command lists them and says how to choose, with the status of wrong usage', () => {
  house.apply(simpleEvent('then'));
  for (const result of [...eventCommands.map((args) => house.tryAdmin(...args)), badges('--output', output)]) {
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, /--event: 2 events are open; say which with --event SLUG or LANYARD_EVENT: now, then\n/);
    assert.equal(result.stdout, '');
  }
});

test('--event goes before LANYARD_EVENT, and both are taken everywhere', () => {
  for (const args of eventCommands) {
    assert.equal(house.tryAdmin(...args, '--event', 'then').status, 0, args.join(' '));
    assert.equal(run(program('lanyard-admin'), args, { env: { ...house.env, LANYARD_EVENT: 'then' } }).status, 0, args.join(' '));
  }
  assert.equal(JSON.parse(run(program('lanyard-admin'), ['event', 'show', '-e', 'past'], { env: { ...house.env, LANYARD_EVENT: 'then' } }).stdout).slug, 'past');
  assert.equal(badges('--output', output, '--event', 'now').status, 0);
});

test('an event that is not there is answered with those that are', () => {
  for (const result of [...eventCommands.map((args) => house.tryAdmin(...args, '--event', 'nowhere')), badges('--output', output, '--event', 'nowhere')]) {
    assert.equal(result.status, 1, result.stderr);
    assert.match(result.stderr, /there is no event nowhere; there are: draft \(draft\), now, past \(closed\), then\n/);
  }
});

test('an event where it once stood is answered with where it stands', () => {
  for (const args of [['event', 'show'], ['registration', 'list'], ['ticket', 'practice']]) {
    const { status, stderr } = house.tryAdmin(...args, 'now');
    assert.equal(status, 2);
    assert.match(stderr, /too many arguments: it takes none; did you mean --event now\?/, args.join(' '));
  }
});
