// A run of lanyard-badges that does not come to its end.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { House, folder, must, program, register, run, simpleEvent, until } from '../lib/lanyard.mjs';

const slug = 'crowded';
const crowd = 1500;
const house = new House();
after(() => house.close());
const work = folder('badges');
house.apply(simpleEvent(slug));
const service = await house.serve();
const waiting = Array.from({ length: crowd }, (_, i) => i);
await Promise.all(Array.from({ length: 32 }, async () => {
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    // A connection each: one that is kept may be closed while a long program runs between two of them.
    const { status, body } = await register(service, slug, { name: `Visitor ${i}`, email: `v${i}@example.org` }, { connection: 'close' });
    assert.equal(status, 201, JSON.stringify(body));
  }
}));

// Starts a long run over an old file; gives the process once it has written some of the new one.
async function midway(output) {
  const child = spawn(program('lanyard-badges'), ['render', '--event', slug, '--output', output],
    { env: { ...process.env, ...house.env }, stdio: 'ignore' });
  const exit = new Promise((resolve) => { child.on('exit', (code, signal) => resolve({ code, signal })); });
  const written = () => {
    for (const fd of readdirSync(`/proc/${child.pid}/fd`)) {
      const path = `/proc/${child.pid}/fd/${fd}`;
      try {
        if (readlinkSync(path).startsWith(work) && statSync(path).size > 0) return true;
      } catch { /* closed meanwhile */ }
    }
    return false;
  };
  await until(written, 'the first bytes');
  return { child, exit };
}

// Does the process have a handler of its own for the signal?
const caught = (child, signal) => {
  try {
    const mask = /^SigCgt:\s+([0-9a-f]+)$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1];
    return (BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1) & 1n) === 1n;
  } catch {
    return false;
  }
};

test('a run that is killed or interrupted leaves the old file and nothing else', async () => {
  const place = join(work, 'killed');
  mkdirSync(place);
  const pdf = join(place, 'badges.pdf');
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT']) {
    writeFileSync(pdf, 'old');
    const { child, exit } = await midway(pdf);
    child.kill(signal);
    assert.deepEqual(await exit, { code: null, signal });
    assert.equal(readFileSync(pdf, 'utf8'), 'old');
    assert.deepEqual(readdirSync(place), ['badges.pdf']);
  }
});

test('a run whose database does not answer ends at a second signal', async () => {
  const place = join(work, 'hangs');
  mkdirSync(place);
  const pdf = join(place, 'badges.pdf');
  writeFileSync(pdf, 'old');
  const { child, exit } = await midway(pdf);
  const [[backend]] = house.sql(`SELECT pid FROM pg_stat_activity WHERE application_name = 'lanyard-badges'`);
  process.kill(Number(backend), 'SIGSTOP');
  try {
    child.kill('SIGINT');
    await until(() => !caught(child, 'SIGINT') || child.signalCode, 'the first signal to be taken');
    child.kill('SIGINT');
    assert.deepEqual(await exit, { code: null, signal: 'SIGINT' });
  } finally {
    process.kill(Number(backend), 'SIGCONT');
  }
  assert.deepEqual(readdirSync(place), ['badges.pdf']);
  assert.equal(readFileSync(pdf, 'utf8'), 'old');
});

test('a full disk is told, and leaves the old file and nothing else', () => {
  const place = join(work, 'full');
  mkdirSync(place);
  const pdf = join(place, 'badges.pdf');
  writeFileSync(pdf, 'old');
  const result = run('bash', ['-c', 'trap "" XFSZ; ulimit -f 64; exec "$@"', '-', program('lanyard-badges'), 'render',
    '--event', slug, '--output', pdf], { env: house.env });
  assert.equal(result.status, 1);
  assert.match(result.stderr, /cannot write the PDF: File too large/);
  assert.equal(readFileSync(pdf, 'utf8'), 'old');
  assert.deepEqual(readdirSync(place), ['badges.pdf']);
});

test('a database that goes away in the middle is told, and leaves the old file', async () => {
  const place = join(work, 'away');
  mkdirSync(place);
  const pdf = join(place, 'badges.pdf');
  writeFileSync(pdf, 'old');
  const { child, exit } = await midway(pdf);
  child.kill('SIGSTOP');
  must('psql', ['-U', 'postgres', '-XAtqc', "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lanyard-badges'", house.database]);
  child.kill('SIGCONT');
  const { code } = await exit;
  assert.equal(code, 1);
  assert.equal(readFileSync(pdf, 'utf8'), 'old');
  assert.deepEqual(readdirSync(place), ['badges.pdf']);
});
