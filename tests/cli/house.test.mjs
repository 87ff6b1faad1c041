// What make run sources to have a house in order, in a copy of the checkout that has a var/ of its own.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build, folder, must, repository, run, until } from '../lib/lanyard.mjs';

const bare = Object.fromEntries(['DATABASE_URL', ...Object.keys(process.env).filter((name) => name.startsWith('PG'))].map((name) => [name, '']));

// A checkout of its own, and its sql/cluster.
function copy(t) {
  const checkout = folder('checkout');
  must('cp', ['-a', join(repository, 'sql'), join(repository, 'assets'), checkout]);
  symlinkSync(join(repository, 'tests'), join(checkout, 'tests'));
  const cluster = (...args) => run(join(checkout, 'sql/cluster'), args, { env: bare });
  t.after(() => cluster('destroy'));
  return { checkout, cluster };
}

// Opens the house and says which database, which events are in it, and then leaves.
function open(checkout, env) {
  return run('bash', ['-euc', 'programs=$0; . tests/house/open >&2; echo "$PGHOST ${PGUSER:-}"; "$programs/lanyard-admin" event list', build],
    { cwd: checkout, env: { ...bare, ...env } });
}

test('a house is opened, opened again as it is, and closed by the last to leave', (t) => {
  const { checkout, cluster } = copy(t);
  const [, socket] = /PGHOST=(\S+)/.exec(cluster('env').stdout);

  const first = open(checkout, {});
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stderr, /^event inet2027: created$/m);
  assert.match(first.stdout, new RegExp(`^${socket} \n.*inet2027`));
  assert.equal(cluster('status').status, 3, 'nobody is there any more');

  // A user of another cluster, and a terminal that evaluated `sql/cluster env`: both mean the private one.
  for (const env of [{ PGUSER: 'nobody', PGSSLMODE: 'require' }, { PGHOST: socket, PGPORT: '5432', PGDATABASE: 'lanyard' }]) {
    const again = open(checkout, env);
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stderr, /^the schema is current\n$/);
    assert.match(again.stdout, new RegExp(`^${socket} \n`));
  }
});

test('where PG* or DATABASE_URL name a database, no private one is started', (t) => {
  const { checkout, cluster } = copy(t);
  for (const env of [{ PGHOST: '/nowhere' }, { PGHOSTADDR: '::1', PGPORT: '1' }, { PGPORT: '1' }, { DATABASE_URL: 'postgresql://127.0.0.1:1/x' }, { PGSERVICE: 'none' }, { PGDATABASE: 'other', PGPORT: '1' }]) {
    const { status, stderr } = open(checkout, env);
    assert.notEqual(status, 0, JSON.stringify(env));
    assert.match(stderr, /lanyard-admin: /);
    assert.equal(cluster('status').status, 3, JSON.stringify(env));
  }
});

test('a cluster whose making was killed half-way is made anew, with its settings', async (t) => {
  const { checkout, cluster } = copy(t);
  const link = join(checkout, 'var/postgresql');
  const data = () => { try { return readlinkSync(link); } catch { return link; } };
  const child = spawn(join(checkout, 'sql/cluster'), ['start'], { env: { ...process.env, ...bare }, detached: true, stdio: 'ignore' });
  await until(() => [data(), `${data()}.new`].some((path) => existsSync(join(path, 'PG_VERSION'))), 'a cluster half made');
  process.kill(-child.pid, 'SIGKILL');
  assert.equal(cluster('start').status, 0);
  const [, socket] = /PGHOST=(\S+)/.exec(cluster('env').stdout);
  assert.equal(must('psql', ['-h', socket, '-U', 'postgres', '-XAtc', 'SHOW listen_addresses', 'postgres'], { env: { ...bare, PGPORT: '5432' } }), '\n');
});

test('what was changed of the sample event stays when the house is opened again', (t) => {
  const { checkout } = copy(t);
  const inside = (command) => run('bash', ['-euc', `programs=$0; . tests/house/open >&2; ${command}`, build], { cwd: checkout, env: bare });
  const changed = inside('"$programs/lanyard-admin" event show --event inet2027 | sed s/35000/36000/ >changed.json; "$programs/lanyard-admin" event apply changed.json');
  assert.match(changed.stdout, /^categories\.member\.prices\.early: 35000 -> 36000$/m, changed.stderr);
  const again = inside('"$programs/lanyard-admin" event show --event inet2027');
  assert.equal(JSON.parse(again.stdout).categories[0].prices.early, 36000, again.stderr);
});
