// Completion for bash and zsh, as the shell would ask for it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, must, program, run } from '../lib/lanyard.mjs';

const names = ['lanyard-admin', 'lanyard-badges', 'lanyard-checkin'];
const here = folder('completion');
writeFileSync(join(here, 'event file.json'), '');
writeFileSync(join(here, 'events.json'), '');
mkdirSync(join(here, 'evenings'));

// What bash offers behind these words; the last one is being typed.
const offered = (name, ...words) => must('bash', ['-euc', `
  source <("$0" completion bash)
  name=$1; shift
  COMP_WORDS=("$name" "$@") COMP_CWORD=$#
  "_\${name//-/_}" "$name" "\${@: -1}" ""
  printf '%s\\n' "\${COMPREPLY[@]}"`, program(name), name, ...words], { cwd: here }).split('\n').filter(Boolean);

test('bash completes commands, word by word', () => {
  assert.deepEqual(offered('lanyard-admin', 'reg'), ['registration']);
  const verbs = offered('lanyard-admin', 'registration', '');
  for (const verb of ['list', 'show', 'approve', 'decline', 'cancel']) assert.ok(verbs.includes(verb), verb);
  assert.deepEqual(offered('lanyard-admin', 'registration', 'a'), ['approve']);
  assert.deepEqual(offered('lanyard-checkin', 's'), ['scan', 'status', 'sync']);
  assert.deepEqual(offered('lanyard-badges', 'ren'), ['render']);
  assert.deepEqual(offered('lanyard-admin', 'help', 'registration', 'lis'), ['list']);
  assert.deepEqual(offered('lanyard-admin', 'completion', ''), ['bash', 'zsh']);
  assert.deepEqual(offered('lanyard-admin', 'nothing', ''), offered('lanyard-admin', ''));
});

test('bash completes each command’s options as --help has them, and what they take', () => {
  for (const name of names) {
    const commands = [...must(program(name), ['--help']).split('\nOptions')[0].matchAll(/^ {2}([a-z]+(?: [a-z]+)?)(?= |$)/gm)].map(([, command]) => command);
    assert.ok(commands.length >= 3);
    for (const command of commands.filter((one) => one !== 'help')) {
      const help = must(program(name), [...command.split(' '), '--help']);
      const options = [...help.matchAll(/^ {2}(?:-\w, | {4})(--[a-z-]+)/gm)].map(([, option]) => option);
      assert.deepEqual(offered(name, ...command.split(' '), '-').sort(), options.sort(), `${name} ${command}`);
    }
  }
  assert.deepEqual(offered('lanyard-admin', 'registration', 'list', '--status', 'pend'), ['pending_payment', 'pending_approval']);
  assert.deepEqual(offered('lanyard-admin', 'registration', 'list', '--status', '=', 'wai'), ['waitlisted'], '--status=wai');
  assert.deepEqual(offered('lanyard-admin', 'registration', 'list', '--format', ''), ['text', 'json'], 'an option of every command');
  assert.deepEqual(offered('lanyard-badges', 'render', '--sort', 'n'), ['name']);
  assert.deepEqual(offered('lanyard-admin', 'registration', 'list', '--search', ''), [], 'nobody knows');
});

test('bash completes files and folders where they are wanted', () => {
  assert.deepEqual(offered('lanyard-admin', 'event', 'apply', 'even').sort(), ['evenings', 'event file.json', 'events.json']);
  assert.deepEqual(offered('lanyard-badges', 'render', '-o', 'event').sort(), ['event file.json', 'events.json']);
  assert.deepEqual(offered('lanyard-badges', 'render', '--assets', 'eve'), ['evenings']);
  assert.deepEqual(offered('lanyard-checkin', 'read', 'events'), ['events.json']);
});

test('another shell is told which there are', () => {
  const { status, stderr } = run(program('lanyard-admin'), ['completion', 'fish']);
  assert.equal(status, 2);
  assert.match(stderr, /completion is there for bash and zsh/);
  assert.equal(run(program('lanyard-admin'), ['completion']).status, 2);
});

const zsh = spawnSync('zsh', ['--version']);
test('zsh reads what is made for it', { skip: zsh.error && 'zsh is not installed' }, () => {
  for (const name of names) must('zsh', ['-nc', must(program(name), ['completion', 'zsh'])]);
});
