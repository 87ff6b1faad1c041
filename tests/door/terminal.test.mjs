// The door program as its people see it: on a terminal, typed at by a scanner.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { House, program, register, simpleEvent, until } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());

test('a scan is decided without Enter and not shown, Backspace takes back, Ctrl-D ends', async () => {
  house.apply(simpleEvent('terminal'));
  const service = await house.serve();
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
  child.stdin.write(`${token}X\b\r`);
  await until(() => /USED/.test(screen), `the letter taken back:\n${screen}`);
  assert.ok(!screen.includes(token.slice(20, 60)), 'the letters of a scan are not shown');
  child.stdin.write('\u0004');
  assert.equal(await exit, 0);
});
