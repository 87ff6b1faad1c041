// The door program as its people see it: on a terminal, typed at by a scanner.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { House, must, program, register, simpleEvent, sleep, until } from '../lib/lanyard.mjs';

const house = new House();
house.apply(simpleEvent('terminal'));
const service = await house.serve();
after(() => house.close());

const prompt = /bash-[\d.]+[#$] /;

// Types at a terminal: what runs there is seen on `screen`. keys: one byte each so many milliseconds, as scanners type.
function terminal(door, command = `${program('lanyard-checkin')} scan`, env = {}) {
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'],
    { env: { ...process.env, ...door.env, TERM: 'xterm', ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const seen = { screen: '', child, exit: new Promise((resolve) => { child.on('exit', resolve); }) };
  child.stdout.setEncoding('utf8').on('data', (text) => { seen.screen += text; });
  after(() => child.kill('SIGKILL'));
  seen.type = (bytes) => child.stdin.write(bytes);
  seen.keys = async (bytes, every) => {
    for (const byte of Buffer.from(bytes)) { child.stdin.write(Buffer.from([byte])); await sleep(every); }
  };
  seen.sees = (what, why = String(what)) => until(() => (what instanceof RegExp ? what.test(seen.screen) : seen.screen.includes(what)), `${why}:\n${seen.screen}`);
  // As a person does: a key alone, and what was asked for.
  seen.end = async () => {
    const asked = () => seen.screen.split('End scanning?').length;
    const before = asked();
    await sleep(700);
    seen.type('\u0004');
    await until(() => asked() > before, `the question:\n${seen.screen}`);
    await sleep(600);
    seen.type('\u0004');
  };
  return seen;
}

test('a scan is decided without Enter and not shown, Backspace takes back, Ctrl-D twice ends', async () => {
  const { body } = await register(service, 'terminal', { name: '王小明' });
  const [{ token }] = body.tickets;
  const at = terminal(house.pair(service, 'desk'));
  await at.sees('scan a code');
  at.type(token);
  await at.sees(/ADMITTED/, 'a verdict without Enter');
  assert.match(at.screen, /\u001b\[[0-9;]*m/, 'coloured');
  assert.match(at.screen, /王小明/);
  assert.ok(!at.screen.includes('\u0007'), 'a good one rings no bell');
  await sleep(2300);
  at.type(`${token}X`);
  await sleep(100);
  at.type('\b');
  await sleep(100);
  at.type('\r');
  await at.sees(/USED/, 'the letter taken back');
  await at.sees('just now: scanned twice?');
  await at.sees('\u0007', 'the bell');
  assert.ok(!at.screen.includes(token.slice(20, 60)), 'the letters of a scan are not shown');
  await at.end();
  assert.equal(await at.exit, 0);
});

test('whatever a code holds, nothing of it reaches the shell below, and the door goes on', async () => {
  const { body } = await register(service, 'terminal', { name: 'Still Here' });
  const door = house.pair(service, 'desk');
  const trap = join(door.env.LANYARD_DOOR_FOLDER, 'trap');
  const at = terminal(door, 'bash --norc --noprofile -i');
  await at.sees(prompt);
  at.type(`${program('lanyard-checkin')} scan\r`);
  await at.sees('scan a code');
  const shell = `\rtouch ${trap}\r`;
  for (const byte of [3, 4, 26, 28]) for (const every of [2, 8, 16]) await at.keys(Buffer.concat([Buffer.from([byte]), Buffer.from(shell)]), every);
  for (let byte = 0; byte < 256; byte++) at.type(Buffer.concat([Buffer.from('a'), Buffer.from([byte]), Buffer.from(shell)]));
  // In pieces, the byte alone among them: it asks, and the scan that follows is no answer.
  for (const byte of [3, 4]) {
    await sleep(1200);
    at.type(Buffer.from([byte]));
    await sleep(900);
    at.type(shell);
  }
  at.type(`${body.tickets[0].token}\r`);
  await at.sees('Still Here', 'the door is there still');
  assert.ok(!existsSync(trap));
  assert.equal(at.screen.split(prompt).length, 2, 'the shell has not come back');
  await at.end();
  await sleep(700);
  await at.keys(shell, 8);
  await until(() => at.screen.split(prompt).length > 2, `the shell again:\n${at.screen}`);
  await sleep(300);
  assert.ok(!existsSync(trap), 'what is typed while it ends is dropped');
  at.type('exit\r');
  await at.exit;
});

test('ended by a signal in the midst of a scan, the rest of it is dropped', async () => {
  const door = house.pair(service, 'desk');
  const [trap, note] = ['trap', 'note'].map((name) => join(door.env.LANYARD_DOOR_FOLDER, name));
  const at = terminal(door, 'bash --norc --noprofile -i');
  await at.sees(prompt);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) {
    const before = at.screen.length;
    at.type(`sh -c 'echo $$ >${note}; exec ${program('lanyard-checkin')} scan'\r`);
    await until(() => at.screen.slice(before).includes('scan a code'), 'the greeting');
    const typing = at.keys(`${'x'.repeat(30)}\rtouch ${trap}\r${'y'.repeat(30)}\r`, 16);
    await sleep(200);
    process.kill(Number(readFileSync(note, 'utf8')), signal);
    await typing;
    await until(() => prompt.test(at.screen.slice(before)), 'the shell');
    await sleep(200);
    assert.ok(!existsSync(trap), signal);
  }
  at.type('exit\r');
  await at.exit;
});

test('a ticket held before the scanner is one scan: the green stays; later it is a second one', async () => {
  const { body } = await register(service, 'terminal', { name: 'Held Long' });
  const { token } = body.tickets[0];
  const door = house.pair(service, 'desk');
  const at = terminal(door);
  await at.sees('scan a code');
  for (let i = 0; i < 4; i++) {
    at.type(`${i % 2 ? token.toLowerCase() : token}\r`);
    await at.sees('ADMITTED');
    await sleep(900);
  }
  assert.equal(at.screen.split('ADMITTED').length, 2, at.screen);
  assert.ok(!at.screen.includes('USED'));
  assert.equal(house.sql(`SELECT count(*) FROM scan JOIN device USING (event_id, device_id) WHERE name = '${door.name}'`)[0][0], '1');
  await sleep(1800);
  at.type(`${token}\r`);
  await at.sees('USED');
  await at.end();
  await at.exit;
});

test('two tickets in one reading are two verdicts', async () => {
  const people = [];
  for (const name of ['First Of Two', 'Second Of Two']) people.push((await register(service, 'terminal', { name })).body.tickets[0].token);
  const at = terminal(house.pair(service, 'desk'));
  await at.sees('scan a code');
  at.type(`]Q1${people.join(']Q1')}`);
  await at.sees('First Of Two');
  await at.sees('Second Of Two');
  await at.end();
  assert.equal(await at.exit, 0);
});

test('stopped and continued, it has the terminal as before', async () => {
  const door = house.pair(service, 'desk');
  const note = join(door.env.LANYARD_DOOR_FOLDER, 'note');
  const at = terminal(door, `sh -c 'echo $$ $(tty) >${note}; exec ${program('lanyard-checkin')} scan'`);
  await at.sees('scan a code');
  const [pid, tty] = readFileSync(note, 'utf8').trim().split(' ');
  const quiet = () => / -echo /.test(must('stty', ['-F', tty, '-a']));
  await until(quiet, 'the quiet terminal');
  process.kill(Number(pid), 'SIGSTOP');
  must('stty', ['-F', tty, 'sane']);
  assert.ok(!quiet());
  process.kill(Number(pid), 'SIGCONT');
  // script(1) stops itself with its child.
  await until(() => at.child.kill('SIGCONT') && quiet(), 'the terminal quiet again');
  const again = setInterval(() => at.child.kill('SIGCONT'), 50);
  after(() => clearInterval(again));
  await at.end();
  assert.equal(await at.exit, 0);
});

test('a door that may not or cannot ask says so, and what it knows', async () => {
  const { body: { tickets: [{ token }] } } = await register(service, 'terminal');
  const own = await house.serve();
  const [cut, shut] = [house.pair(own, 'desk'), house.pair(service, 'desk', 'shut')];
  await own.stop();
  house.admin('device', 'revoke', 'shut');
  for (const [door, reason, advice, status] of [
    [cut, 'no connection to http', 'a genuine ticket; nobody knows now whether it was used or cancelled: you decide', 0],
    [shut, 'This device is not paired, or it was revoked. Pair it again.', 'this laptop may not scan any more, and stops: let nobody in by it', 6]]) {
    const at = terminal(door);
    await at.sees('scan a code');
    at.type(`${token}\r`);
    await at.sees('UNDECIDED');
    if (!status) await at.end();
    assert.equal(await at.exit, status);
    const { screen } = at;
    assert.ok(screen.includes(`The service cannot be asked now: ${reason}`), screen);
    assert.ok(screen.includes(advice), screen);
    assert.match(screen, new RegExp(`the scan is kept[^:]*: ${reason}`));
  }
});

test('colours are left out where they are not wanted', async () => {
  const door = house.pair(service, 'desk');
  const shown = async (env) => {
    const at = terminal(door, undefined, env);
    await at.sees('scan a code');
    at.type('x\r');
    await at.end();
    await at.exit;
    return at.screen;
  };
  assert.match(await shown({}), /\u001b\[1;97;41m\u001b\[K\r\n   ✘  NOT OURS\u001b\[K/);
  assert.match(await shown({ NO_COLOR: '' }), /\u001b\[/, 'empty is as good as unset (no-color.org)');
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
    const screen = await shown(env);
    assert.match(screen, /NOT OURS/);
    assert.ok(!screen.includes('\u001b'), JSON.stringify(env));
  }
});

test('what a service says commands no terminal', async () => {
  const stranger = createServer((request, response) => response.writeHead(403, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ detail: 'gone\u001b]0;title\u0007\u009b31m\u202e\nnext' })));
  await new Promise((resolve) => { stranger.listen(0, '127.0.0.1', resolve); });
  after(() => stranger.close());
  const door = house.pair(service, 'desk');
  const path = join(door.env.LANYARD_DOOR_FOLDER, 'device.json');
  const file = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...file, url: `http://127.0.0.1:${stranger.address().port}`, device: { ...file.device, name: 'desk\u001b[2J\u009b2J' } }));
  for (const command of ['scan', 'sync', 'status']) {
    const at = terminal(door, `${program('lanyard-checkin')} ${command}`, { NO_COLOR: '1' });
    if (command === 'scan') {
      await at.sees('scan a code');
      at.type('x\r');
      await at.sees(/UNDECIDED|NOT OURS/, 'a verdict, and the end');
    }
    await at.exit;
    assert.ok(!/[\u001b\u009b\u202e]/.test(at.screen.replaceAll('\u001b[?2004', '')), JSON.stringify(at.screen));
  }
  const piped = await new Promise((resolve) => {
    const child = spawn(program('lanyard-checkin'), ['sync'], { env: { ...process.env, ...door.env } });
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (part) => { text += part; });
    child.on('close', () => resolve(text));
  });
  assert.match(piped, /gone ]0;title  31m  next/);
});
