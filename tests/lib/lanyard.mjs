// What every test file starts from: a database of its own in the suite's cluster, the programs as built, a service on a free port.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, existsSync, writeFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const repository = new URL('../..', import.meta.url).pathname;
export const build = process.env.LANYARD_TEST_BUILD;
const state = process.env.LANYARD_TEST_STATE;
if (!build || !state) throw new Error('run the suites by tests/run or make test');

export const program = (name) => join(build, name);
export { sleep };

// A folder that goes with the suite.
export const folder = (name = 'folder') => {
  mkdirSync(state, { recursive: true });
  return mkdtempSync(join(state, `${name}.`));
};

// Runs a program to its end: {status, signal, stdout, stderr}. status is null if a signal ended it.
export function run(command, args = [], { env = {}, input, timeout = 60_000, cwd } = {}) {
  const result = spawnSync(command, args, {
    env: { ...process.env, ...env }, input, timeout, cwd, encoding: 'utf8', maxBuffer: 64 << 20,
  });
  if (result.error && result.error.code !== 'ETIMEDOUT' && result.error.code !== 'EPIPE') throw result.error;
  return result;
}

// The same, and an error unless it exits 0. Gives stdout.
export function must(command, args = [], options = {}) {
  const result = run(command, args, options);
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: exit ${result.status ?? result.signal}\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

// Waits until the condition gives something true; the time is a limit for a broken run, not a measure.
export async function until(condition, what = 'condition', seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await sleep(20);
  }
}

export const sampleEvent = () => JSON.parse(readFileSync(join(repository, 'assets/events/inet2027.json'), 'utf8'));

// An event in which everything is free, open and one window long; change what the test is about.
export const simpleEvent = (slug, changes = {}) => ({
  ...sampleEvent(), slug, windows: [{ code: 'only', title: 'Only', until: null }],
  registration: { opens: null, closes: null },
  categories: [{ code: 'free', title: 'Free', description: '', color: '#0b6e8f', capacity: null,
    approval: false, waiting_list: false, prices: { only: 0 } }],
  sessions: [], quotas: [], brand: {},
  points: [{ code: 'desk', title: 'Desk', kinds: ['ticket'], entry: 'once', session: null },
    { code: 'hall', title: 'Hall', kinds: ['badge'], entry: 'once', session: null }],
  capacity: null, ...changes,
});

// A database of its own with the schema, a secret, a key, and what runs on them.
export class House {
  constructor({ key = true } = {}) {
    this.folder = folder('house');
    // What the sample's brand names lies beside its file.
    for (const name of ['inet2027-logo.svg', 'inet2027-art.svg']) copyFileSync(join(repository, 'assets/events', name), join(this.folder, name));
    this.database = `test_${randomBytes(6).toString('hex')}`;
    this.secret = join(this.folder, 'secret');
    this.env = { PGDATABASE: this.database, LANYARD_SECRET_FILE: this.secret };
    this.services = [];
    must('createdb', ['-U', 'postgres', '-O', 'lanyard_owner', '-T', process.env.PGDATABASE, this.database]);
    this.admin('secret', 'new', this.secret);
    if (key) this.admin('key', 'new');
  }

  // lanyard-admin, which must succeed. Gives stdout.
  admin(...args) {
    return must(program('lanyard-admin'), args, { env: this.env });
  }

  // lanyard-admin, whatever comes of it.
  tryAdmin(...args) {
    return run(program('lanyard-admin'), args, { env: this.env });
  }

  apply(event) {
    const file = join(this.folder, `${event.slug}.json`);
    writeFileSync(file, JSON.stringify(event, null, 2));
    return this.admin('event', 'apply', file);
  }

  // SQL by the owner: rows as arrays of text.
  sql(text) {
    return must('psql', ['-U', 'lanyard_owner', '-XAtqF', '\t', '-v', 'ON_ERROR_STOP=1', this.database], { input: text, env: asPrograms })
      .split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  // lanyard-web on a free port, ready unless `ready` is false. `doors` is where doors, health and metrics are asked: with --door-listen
  // elsewhere.
  async serve({ args = [], env = {}, ready = true, port = 0, binary = program('lanyard-web') } = {}) {
    const portFile = join(this.folder, `port.${this.services.length}`);
    const doorPortFile = `${portFile}.doors`;
    const child = spawn(binary, ['--listen', '127.0.0.1', '--port', String(port), '--port-file', portFile,
      '--rate-limit', '0', ...(args.includes('--door-listen') ? ['--door-port-file', doorPortFile] : []), ...args], { env: { ...process.env, ...this.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const service = { child, log: '', exit: new Promise((resolve) => { child.on('exit', (code, signal) => resolve({ code, signal })); }) };
    child.stderr.on('data', (data) => { service.log += data; });
    child.stdout.on('data', (data) => { service.log += data; });
    this.services.push(service);
    await until(() => existsSync(portFile) || child.exitCode !== null, 'the port file');
    if (child.exitCode !== null) throw new Error(`lanyard-web ended with ${child.exitCode}\n${service.log}`);
    service.port = Number(readFileSync(portFile, 'utf8'));
    rmSync(portFile);
    service.url = `http://127.0.0.1:${service.port}`;
    service.doors = existsSync(doorPortFile) ? `http://127.0.0.1:${Number(readFileSync(doorPortFile, 'utf8'))}` : service.url;
    service.stop = async (signal = 'SIGTERM') => { child.kill(signal); return service.exit; };
    if (ready) await until(async () => (await fetch(`${service.url}/readyz`).catch(() => ({}))).ok, `readiness\n${service.log}`);
    return service;
  }

  // A paired door with a state folder of its own: env and args for lanyard-checkin.
  pair(service, point, name = `door-${randomBytes(3).toString('hex')}`, event = undefined) {
    const device = JSON.parse(this.admin('device', 'new', name, '--point', point, '--format', 'json',
      ...(event ? ['--event', event] : [])));
    const env = { LANYARD_DOOR_FOLDER: join(this.folder, name) };
    must(program('lanyard-checkin'), ['pair', service.url, device.code], { env });
    return { name, env, scan: (lines, ...args) => run(program('lanyard-checkin'), ['scan', '--format', 'json', ...args],
      { env, input: [].concat(lines).map((line) => `${line}\n`).join('') }) };
  }

  async close() {
    for (const { child, exit } of this.services) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exit;
    }
    run('dropdb', ['-U', 'lanyard_owner', '--force', '--if-exists', this.database]);
  }
}

// One registration over the API: {status, body, headers}.
export async function register(service, slug, fields = {}, headers = {}) {
  const answer = await fetch(`${service.url}/api/v1/events/${slug}/registrations`, {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ category: 'free', name: 'Amina Diallo', email: 'amina@example.org', ...fields }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

// The schema of this build's functions, and what psql needs to find them by their names as the programs do.
export const functions = JSON.parse(must(program('lanyard-admin'), ['migrate', '--status', '--format', 'json']))
  .find(({ kind, state: is }) => kind === 'functions' && is === 'applied')?.name;
export const asPrograms = { PGOPTIONS: `-c search_path=${functions},public` };

export const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
