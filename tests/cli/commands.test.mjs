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

const several = { 'lanyard-admin': ['registration', 'list'], 'lanyard-badges': ['render'], 'lanyard-checkin': ['status'] };
for (const [name, command] of Object.entries(several)) {
  const said = (...args) => { const { status, stdout, stderr } = run(program(name), args); return { status, stdout, stderr }; };

  test(`${name}: without a command it lists them, on standard error and as wrong usage`, () => {
    const { status, stdout, stderr } = said();
    assert.deepEqual([status, stdout], [2, '']);
    assert.ok(stderr.startsWith(said('--help').stdout), 'the whole list');
    assert.match(stderr, /: a command is missing\n$/);
  });

  test(`${name}: help, help COMMAND and COMMAND --help are the same texts, and no mistake`, () => {
    const whole = said('--help');
    assert.equal(whole.status, 0);
    assert.match(whole.stdout, /^ {2}help \[COMMAND\] +\S/m);
    assert.deepEqual(said('help'), whole);
    assert.deepEqual(said('-h'), whole);
    const own = said(...command, '--help');
    assert.match(own.stdout, new RegExp(`^Usage: ${name} ${command.join(' ')} `));
    assert.deepEqual(own.status, 0);
    assert.deepEqual(said('help', ...command), own);
    assert.deepEqual(said('--help', ...command), own);
    assert.match(said('help', 'help').stdout, /^Usage: \S+ help /);
  });

  test(`${name}: help of what is not there is wrong usage`, () => {
    for (const args of [['help', 'frobnicate'], ['frobnicate', '--help'], ['frobnicate']]) {
      const { status, stdout, stderr } = said(...args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, /there is no command "frobnicate/);
    }
  });
}

test('a noun alone is answered with what can be done with it', () => {
  const nouns = { registration: ['list', 'show', 'approve', 'decline', 'cancel'], event: ['apply', 'show', 'list'], device: ['new', 'list', 'revoke'] };
  for (const [noun, verbs] of Object.entries(nouns)) {
    const alone = house.tryAdmin(noun);
    assert.deepEqual([alone.status, alone.stdout], [2, '']);
    assert.match(alone.stderr, new RegExp(`: ${noun} needs one of these\n$`));
    const helped = house.tryAdmin('help', noun);
    assert.deepEqual([helped.status, helped.stderr], [0, '']);
    assert.deepEqual(house.tryAdmin(noun, '--help').stdout, helped.stdout);
    assert.deepEqual(house.tryAdmin(noun, '-h').stdout, helped.stdout);
    assert.ok(alone.stderr.startsWith(helped.stdout));
    for (const verb of verbs) assert.match(helped.stdout, new RegExp(`^  ${noun} ${verb}\\b`, 'm'));
    const others = Object.keys(nouns).filter((other) => other !== noun);
    for (const other of others) assert.doesNotMatch(helped.stdout, new RegExp(`^  ${other} `, 'm'));
  }
});

test('a command misspelt is answered with the nearest one', () => {
  for (const [typed, meant] of [['registration lst', 'registration list'], ['registraton list', 'registration list'], ['registration aprove X', 'registration approve'],
    ['list registration', 'registration list'], ['registratoin', 'registration'], ['migrat', 'migrate'], ['migrat --status', 'migrate'], ['evnt apply x', 'event apply'],
    ['help evnt', 'event'], ['help registration shwo', 'registration show'], ['hlep', 'help'], ['device revok laptop', 'device revoke']]) {
    const { status, stdout, stderr } = house.tryAdmin(...typed.split(' '));
    assert.deepEqual([status, stdout], [2, ''], typed);
    assert.ok(stderr.includes(`did you mean "${meant}"?`), `${typed}: ${stderr}`);
  }
  assert.match(house.tryAdmin('registration', 'frobnicate').stderr, /no command "registration frobnicate"\n[^]*^ {2}registration list /m);
  assert.match(run(program('lanyard-checkin'), ['sttus']).stderr, /did you mean "status"\?/);
  assert.match(run(program('lanyard-badges'), ['rendr', '-o', 'x.pdf']).stderr, /did you mean "render"\?/);
});
