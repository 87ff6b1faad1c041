// A PostgreSQL whose clock stands where a test puts it, and a service with the same clock (package faketime).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, folder, repository } from './lanyard.mjs';

const library = readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`).find(existsSync);
if (!library) throw new Error('libfaketime is not installed: make deps-test');

// Whose environment processes are started in has the moved clock, and finds the cluster.
export class Clock {
  constructor(instant) {
    this.cluster = folder('clock');
    this.shared = mkdtempSync(join(tmpdir(), 'lanyard-clock.')); // where the postgres user may look too
    chmodSync(this.shared, 0o755);
    this.file = join(this.shared, 'now');
    this.set(instant);
    // Both the clock's library and the sanitizer's want to be first; either way works.
    const asan = [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':');
    this.moved = { TZ: 'UTC', ASAN_OPTIONS: asan, LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
    process.once('SIGTERM', () => { this.close(); process.exit(143); }); // as tests/run ends what takes too long
    this.run('start', this.moved);
    const told = this.run('env');
    this.env = Object.fromEntries([...told.matchAll(/(PG\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
    Object.assign(process.env, this.env); // for the house
    execFileSync(join(build, 'lanyard-admin'), ['migrate'], { stdio: 'ignore' });
  }

  run(action, env = {}) {
    return execFileSync(join(repository, 'sql/cluster'), [action, '--folder', this.cluster], { encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  }

  // It stands there until it is set again. seconds: so much later.
  set(instant, seconds = 0) {
    const text = new Date(Date.parse(instant) + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
    writeFileSync(`${this.file}.new`, `${text}\n`);
    renameSync(`${this.file}.new`, this.file); // whole, whenever it is read
  }

  close() {
    this.run('destroy');
    rmSync(this.shared, { recursive: true, force: true });
  }
}
