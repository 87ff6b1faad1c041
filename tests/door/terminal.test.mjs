// The door program as its people see it: on a terminal, typed at by a scanner.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, must, program, register, run, simpleEvent, until } from '../lib/lanyard.mjs';

const house = new House();
house.apply(simpleEvent('terminal'));
const service = await house.serve();
after(() => house.close());

test('a scan is decided without Enter and not shown, Backspace takes back, Ctrl-D ends', async () => {
  const { body } = await register(service, 'terminal', { name: '王小明' });
  const [{ token }] = body.tickets;
  const door = house.pair(service, 'desk');

  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', `${program('lanyard-checkin')} scan`, '/dev/null'],
    { env: { ...process.env, ...door.env, TERM: 'xterm' }, stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => { child.on('exit', resolve); });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { screen += text; });
  await until(() => screen.includes('scan a code'), 'the greeting');
  child.stdin.write(token);
  await until(() => /ADMITTED/.test(screen), `a verdict without Enter:\n${screen}`);
  assert.match(screen, /\u001b\[[0-9;]*m/, 'coloured');
  assert.match(screen, /王小明/);
  assert.ok(!screen.includes('\u0007'), 'a good one rings no bell');
  child.stdin.write(`${token}X\b\r`);
  await until(() => /USED/.test(screen), `the letter taken back:\n${screen}`);
  await until(() => screen.includes('just now: scanned twice?'), 'why');
  await until(() => screen.includes('\u0007'), 'the bell');
  assert.ok(!screen.includes(token.slice(20, 60)), 'the letters of a scan are not shown');
  child.stdin.write('\u0004');
  assert.equal(await exit, 0);
});

test('stopped and continued, it has the terminal as before', async () => {
  const door = house.pair(service, 'desk');
  const note = join(door.env.LANYARD_DOOR_FOLDER, 'note');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', `sh -c 'echo $$ $(tty) >${note}; exec ${program('lanyard-checkin')} scan'`, '/dev/null'],
    { env: { ...process.env, ...door.env, TERM: 'xterm' }, stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => { child.on('exit', resolve); });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { screen += text; });
  await until(() => screen.includes('scan a code'), 'the greeting');
  const [pid, tty] = readFileSync(note, 'utf8').trim().split(' ');
  const quiet = () => / -echo /.test(must('stty', ['-F', tty, '-a']));
  await until(quiet, 'the quiet terminal');
  process.kill(Number(pid), 'SIGSTOP');
  must('stty', ['-F', tty, 'sane']);
  assert.ok(!quiet());
  process.kill(Number(pid), 'SIGCONT');
  // script(1) stops itself with its child.
  await until(() => child.kill('SIGCONT') && quiet(), 'the terminal quiet again');
  child.stdin.write('\u0004');
  await until(() => { child.kill('SIGCONT'); return child.exitCode !== null; }, 'the end');
  assert.equal(await exit, 0);
});

test('a door that may not or cannot ask says so, and what it knows', async () => {
  const { body: { tickets: [{ token }] } } = await register(service, 'terminal');
  const own = await house.serve();
  const [cut, shut] = [house.pair(own, 'desk'), house.pair(service, 'desk', 'shut')];
  await own.stop();
  house.admin('device', 'revoke', 'shut');
  for (const [door, reason] of [[cut, 'no connection to http'], [shut, 'This device is not paired, or it was revoked. Pair it again.']]) {
    const screen = run('script', ['--quiet', '--return', '--command', `${program('lanyard-checkin')} scan`, '/dev/null'],
      { env: { ...door.env, TERM: 'xterm' }, input: `${token}\r\u0004` }).stdout;
    assert.ok(screen.includes(`The service cannot be asked now: ${reason}`), screen);
    assert.match(screen, /UNDECIDED/);
    assert.match(screen, /a genuine ticket; nobody knows now whether it was used or cancelled/);
    assert.ok(screen.includes(`the scan is kept and sent later: ${reason}`), screen);
  }
});

test('colours are left out where they are not wanted', () => {
  const door = house.pair(service, 'desk');
  const shown = (env) => run('script', ['--quiet', '--return', '--command', `${program('lanyard-checkin')} scan`, '/dev/null'],
    { env: { ...door.env, TERM: 'xterm', ...env }, input: 'x\r\u0004' }).stdout;
  assert.match(shown({}), /\u001b\[1;97;41m\u001b\[K\r\n   ✘  NOT OURS\u001b\[K/);
  assert.match(shown({ NO_COLOR: '' }), /\u001b\[/, 'empty is as good as unset (no-color.org)');
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
    const screen = shown(env);
    assert.match(screen, /NOT OURS/);
    assert.ok(!screen.includes('\u001b'), JSON.stringify(env));
  }
});
