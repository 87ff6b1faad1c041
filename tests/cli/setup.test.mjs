// Setting up: schema, roles, secrets, keys, devices, and what every program has in common.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { House, asPrograms, build, folder, functions, must, program, register, repository, run, simpleEvent, until } from '../lib/lanyard.mjs';

const house = new House();
house.apply(simpleEvent('setup'));
after(() => house.close());
const admin = program('lanyard-admin');
const as = (role, sql, database = house.database) => run('psql', ['-U', role, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', sql, database], { env: asPrograms });

// A database with nothing in it, gone at the end.
function emptyDatabase(t) {
  const name = `test_${randomBytes(6).toString('hex')}`;
  must('psql', ['-U', 'postgres', '-Xqv', `database=${name}`, '-f', 'sql/roles.sql', 'postgres']);
  t.after(() => run('dropdb', ['-U', 'lanyard_owner', '--force', name]));
  return { PGDATABASE: name };
}

test('migrate: --status and --dry-run change nothing, the real one applies each once', (t) => {
  const env = emptyDatabase(t);
  const tables = () => as('lanyard_owner', "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", env.PGDATABASE).stdout.trim();
  const schemas = () => as('lanyard_owner', "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'lanyard%'", env.PGDATABASE).stdout.trim();
  assert.match(must(admin, ['migrate', '--status'], { env }), /^pending +0001_base$[^]*^pending +functions lanyard_[0-9a-f]{12}$/m);
  assert.match(must(admin, ['migrate', '--dry-run'], { env }), /^would apply 0001_base$[^]*^would apply functions lanyard_/m);
  assert.equal(tables(), '0');
  assert.equal(schemas(), '');
  assert.match(must(admin, ['migrate'], { env }), /^applying 0001_base\napplying 0002_event\n[^]*applying functions lanyard_[0-9a-f]{12}\n$/);
  assert.equal(schemas(), functions);
  assert.equal(must(admin, ['migrate'], { env }), 'the schema is current\n');
  assert.doesNotMatch(must(admin, ['migrate', '--status'], { env }), /pending/);
  const list = JSON.parse(must(admin, ['migrate', '--status', '--format', 'json'], { env }));
  assert.ok(list.length >= 6 && list.every(({ state }) => state === 'applied'));
  assert.deepEqual(list.filter(({ kind }) => kind === 'functions').map(({ name }) => name), [functions]);
  assert.deepEqual(list.filter(({ kind }) => kind === 'tables').length, list.length - 1);
});

test('migrate: several at once wait for each other', async (t) => {
  const env = emptyDatabase(t);
  const exits = await Promise.all([1, 2, 3].map(() => new Promise((resolve) => {
    spawn(admin, ['migrate'], { env: { ...process.env, ...env }, stdio: 'ignore' }).on('exit', resolve);
  })));
  assert.deepEqual(exits, [0, 0, 0]);
});

test('migrate: tables that changed since are refused, and without them or the functions the service is not ready', async () => {
  for (const [damage, message] of [
    ["UPDATE lanyard_migration SET checksum = 'x' WHERE name = '0002_event'", /0002_event has changed since it was applied/],
    ["DELETE FROM lanyard_migration WHERE name = '0006_badge'", /0006_badge.*run lanyard-admin migrate/],
    [`DROP SCHEMA ${functions} CASCADE`, /lacks this version's functions.*run lanyard-admin migrate/]]) {
    const own = new House();
    try {
      own.sql(damage);
      for (const args of damage.startsWith('UPDATE') ? [['migrate'], ['migrate', '--status'], ['migrate', '--dry-run']] : []) {
        const { status, stderr } = own.tryAdmin(...args);
        assert.equal(status, 1, args.join(' '));
        assert.match(stderr, message);
      }
      const { status, stderr } = own.tryAdmin('event', 'list');
      assert.equal(status, 6);
      assert.match(stderr, message);
      const service = await own.serve({ ready: false });
      const answer = await fetch(`${service.url}/readyz`);
      assert.equal(answer.status, 503);
      assert.equal(answer.headers.get('retry-after'), '1');
      assert.match(await answer.text(), message);
    } finally {
      await own.close();
    }
  }
});

test('migrate: tables of a newer version are no fault, but only that version knows whose functions may go', async () => {
  const own = new House();
  try {
    own.sql("INSERT INTO lanyard_migration (name, checksum) VALUES ('9999_later', 'x'); CREATE SCHEMA lanyard_0123456789ab");
    assert.equal(own.admin('migrate'), 'the schema is current\n');
    assert.match(own.admin('migrate', '--status'), /^others +9999_later$[^]*^others +functions lanyard_0123456789ab$/m);
    assert.equal(own.admin('event', 'list'), '');
    await own.serve();
    const { status, stderr } = own.tryAdmin('migrate', '--prune');
    assert.equal(status, 1);
    assert.match(stderr, /9999_later.*newer version/);
    assert.equal(own.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'lanyard_0123456789ab'")[0][0], '1');
  } finally {
    await own.close();
  }
});

test('a database that was never migrated says what to run', (t) => {
  const env = emptyDatabase(t);
  const { status, stderr } = run(admin, ['event', 'list'], { env });
  assert.equal(status, 6);
  assert.match(stderr, /run lanyard-admin migrate/);
});

test('a file of a function that does not say who may call it, or says more, does not build', () => {
  const path = join(folder('functions'), 'one.sql');
  const body = 'CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND $$;\n';
  const embed = (text) => {
    writeFileSync(path, text);
    return run('awk', ['-v', 'mode=functions', '-f', 'services/store/embed.awk', path], { cwd: repository });
  };
  for (const good of ['-- for: nobody\n', '-- for: lanyard_web\n', '-- for: lanyard_web, lanyard_owner\n-- What it does.\n']) {
    const { status, stdout } = embed(good + body);
    assert.equal(status, 0, good);
    assert.match(stdout, /STORE_FUNCTION, "one", "/);
  }
  for (const [text, message] of [[body, /one\.sql: the first line says who may call it/], [`-- What it does.\n-- for: nobody\n${body}`, /first line/],
    [`-- for: everybody\n${body}`, /first line/], [`-- for: lanyard_web lanyard_badges\n${body}`, /first line/], [`-- for:\n${body}`, /first line/],
    [`-- for: nobody\n${body.replaceAll('one', 'two')}`, /makes two, so it should be called two\.sql/], ['-- for: nobody\nSELECT 1;\n', /no CREATE/],
    [`-- for: lanyard_web\n${body.replace('plpgsql AS', 'plpgsql SECURITY DEFINER AS')}`, /the loader's/],
    [`-- for: lanyard_web\n${body.replace('plpgsql AS', 'plpgsql SET search_path = public AS')}`, /the loader's/],
    [`-- for: nobody\n${body}GRANT EXECUTE ON FUNCTION one TO PUBLIC;\n`, /the loader's/]]) {
    const { status, stderr } = embed(text);
    assert.equal(status, 1, text);
    assert.match(stderr, message);
  }
});

test('every table that has an event can be divided by it', (t) => {
  const env = emptyDatabase(t);
  must(admin, ['migrate'], { env });
  const tables = as('lanyard_owner', `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'event_id'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`, env.PGDATABASE).stdout.split('\n').filter(Boolean);
  assert.ok(tables.includes('orders') && tables.includes('audit') && tables.includes('device') && tables.length > 15);
  for (const table of tables.filter((name) => name !== 'event')) { // the directory by which events are found
    const { stderr, status } = as('lanyard_owner', `CREATE TABLE divided_${table} (LIKE ${table} INCLUDING ALL EXCLUDING IDENTITY) PARTITION BY LIST (event_id);
      CREATE TABLE divided_${table}_1 PARTITION OF divided_${table} FOR VALUES IN (1)`, env.PGDATABASE);
    assert.equal(status, 0, `${table}: ${stderr}`);
  }
  const loose = as('lanyard_owner', `SELECT i.indexrelid::regclass FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = 'event_id'
    WHERE i.indisunique AND i.indkey[0] <> a.attnum AND i.indrelid::regclass::text !~ '^(event|divided_.*|pg_.*)$'`, env.PGDATABASE);
  assert.equal(loose.stdout + loose.stderr, '');
});

test('no role is more than it needs', async () => {
  const roles = must('psql', ['-U', 'postgres', '-XAtqc', "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname LIKE 'lanyard%' ORDER BY 1", 'postgres']);
  assert.equal(roles, 'lanyard_badges|f|f|f\nlanyard_owner|f|f|f\nlanyard_web|f|f|f\n');
  const denied = [
    ['lanyard_web', 'SELECT email FROM attendee'], ['lanyard_web', "UPDATE orders SET status = 'confirmed'"], ['lanyard_web', 'CREATE TABLE x ()'],
    ['lanyard_web', 'SELECT sealed FROM ticket_key LIMIT 0'], ['lanyard_web', "SELECT registration_pay(NULL, 'X', 1, 'r', '[]', 'x')"],
    ['lanyard_web', "SELECT event_apply('{}', '{}', 'x')"], ['lanyard_web', 'DELETE FROM scan'], ['lanyard_web', 'SELECT token FROM ticket'],
    ['lanyard_badges', 'SELECT email FROM attendee'], ['lanyard_badges', "SELECT registration_group('[]')"], ['lanyard_badges', 'SELECT sealed FROM ticket_key'],
    ['lanyard_badges', "SELECT registration_find(NULL, 'X')"], ['lanyard_badges', 'DELETE FROM print_run'], ['lanyard_badges', 'CREATE TABLE x ()'],
    ['lanyard_badges', 'SELECT key_list()']];
  for (const [role, sql] of denied) assert.match(as(role, sql).stderr, /permission denied/, `${role}: ${sql}`);
  assert.equal(as('lanyard_badges', 'SELECT * FROM badge_row LIMIT 0').status, 0);
  const columns = as('postgres', "SELECT string_agg(column_name, ' ') FROM information_schema.columns WHERE table_name = 'badge_row'").stdout;
  assert.doesNotMatch(columns, /email|consent|amount/);
});

test('what a view leaves out is in no error message either', async () => {
  const service = await house.serve();
  await register(service, 'setup');
  const { body } = await register(service, 'setup', { name: 'Left Out' });
  house.admin('registration', 'cancel', '--yes', body.code);
  // A join that reads whole tables would come to the caller's condition first.
  for (const [column, value] of [['name', 'Left Out'], ['token', body.tickets[0].token]]) {
    assert.equal(as('lanyard_badges', `SET enable_nestloop = off; SELECT FROM badge_row WHERE ${column} = '${value}' AND ${column}::integer = 1`).stderr, '');
  }
  await service.stop();
});

test('nobody may do what no grant names, and no function trusts its caller’s names', (t) => {
  const env = emptyDatabase(t);
  must(admin, ['migrate'], { env });
  const rows = (sql) => as('postgres', sql, env.PGDATABASE).stdout.split('\n').filter(Boolean).map((row) => row.split('|'));
  assert.deepEqual(rows(`SELECT oid::regprocedure FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, '${functions}'::regnamespace)
    AND has_function_privilege('public', oid, 'execute')`), []);
  // What each file's first line says, and what is there.
  const wanted = new Map(readdirSync(join(repository, 'sql/functions'), { recursive: true }).filter((file) => file.endsWith('.sql')).map((file) => {
    const [line, ...rest] = readFileSync(join(repository, 'sql/functions', file), 'utf8').split('\n');
    return [basename(file, '.sql'), { kind: /CREATE (\w+)/.exec(rest.join('\n'))[1], roles: line.slice('-- for: '.length).split(', ').filter((role) => role !== 'nobody') }];
  }).filter(([, { kind }]) => kind === 'FUNCTION'));
  const there = rows(`SELECT proname, prosecdef, coalesce((SELECT string_agg(c, ';') FROM unnest(proconfig) c WHERE c LIKE 'search_path=%'), ''),
      (SELECT string_agg(grantee::regrole::text, ',' ORDER BY 1) FROM aclexplode(proacl) WHERE grantee <> proowner)
    FROM pg_proc WHERE pronamespace = '${functions}'::regnamespace`);
  assert.deepEqual(there.map(([name]) => name).sort(), [...wanted.keys()].sort());
  for (const [name, definer, config, grantees] of there) {
    const { roles } = wanted.get(name);
    const programs = roles.filter((role) => role !== 'lanyard_owner').sort();
    assert.equal(definer, programs.length ? 't' : 'f', name);
    assert.equal(config, roles.length ? `search_path=${functions}, public, pg_temp` : '', name);
    assert.equal(grantees, programs.join(','), name);
  }
  assert.ok(there.some(([, definer]) => definer === 't') && there.some(([, , config]) => !config));
  for (const role of ['lanyard_web', 'lanyard_badges']) {
    for (const sql of ['CREATE TEMPORARY TABLE orders ()', 'CREATE SCHEMA x', "COPY (SELECT 1) TO PROGRAM 'id'", "SELECT lo_import('/etc/passwd')", 'SET ROLE lanyard_owner',
      "SELECT nextval('ticket_serial_block')", "UPDATE lanyard_migration SET checksum = ''", "SET session_replication_role = 'replica'"]) {
      assert.match(as(role, sql, env.PGDATABASE).stderr, /permission denied|must be superuser/, `${role}: ${sql}`);
    }
  }
});

test('the database itself keeps the rules, even from its owner', async () => {
  const service = await house.serve();
  const { body } = await register(service, 'setup');
  const order = `(SELECT order_id FROM orders WHERE code = '${body.code}')`;
  const refused = [
    [`UPDATE orders SET status = 'waitlisted' WHERE code = '${body.code}'`, /cannot become/],
    [`UPDATE orders SET first_status = 'waitlisted' WHERE code = '${body.code}'`, /cannot begin/],
    [`INSERT INTO orders (event_id, code, status, first_status, currency, amount, locale, idempotency_key, input_hash) SELECT event_id, 'ZZZZZZZZ', 'cancelled', first_status, currency, 0, locale, sha256('y'), input_hash FROM orders WHERE code = '${body.code}'`,
      /cannot begin/],
    [`UPDATE orders SET status = 'wonderful' WHERE code = '${body.code}'`, /cannot become|check constraint/],
    ["UPDATE quota SET capacity = 3, taken = 4 WHERE quota = 'event'", /quota_never_exceeded/],
    [`INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token) SELECT event_id, 4294967295, 'ticket', attendee_id, 0, 'x' FROM attendee WHERE order_id = ${order}`,
      /ticket_one_live_of_a_kind/],
    [`INSERT INTO orders (event_id, code, status, first_status, currency, amount, locale, idempotency_key, input_hash) SELECT event_id, code, status, first_status, currency, -1, locale, sha256('x'), input_hash FROM orders WHERE code = '${body.code}'`,
      /constraint/],
    ...['audit', 'scan'].flatMap((table) => [[`UPDATE ${table} SET event_id = 1`, /permission denied|append-only/], [`DELETE FROM ${table}`, /permission denied|append-only/],
      [`TRUNCATE ${table}`, /permission denied|append-only/],
      [`GRANT UPDATE, DELETE, TRUNCATE ON ${table} TO lanyard_owner; DELETE FROM ${table}`, /append-only/]]),
    ['TRUNCATE device CASCADE', /permission denied/]];
  for (const [sql, message] of refused) assert.match(as('lanyard_owner', sql).stderr, message, sql);
  for (const table of ['audit', 'scan']) assert.match(as('postgres', `DELETE FROM ${table}`).stderr, /append-only/, 'a superuser has to take the trigger off first');
});

test('secret new makes a file for its owner alone, and never over another', () => {
  const path = join(folder('secret'), 'secret');
  const { stdout, stderr, status } = run(admin, ['secret', 'new', path]);
  assert.equal(status, 0);
  assert.match(stdout, /keep a copy/);
  const secret = readFileSync(path, 'utf8');
  assert.match(secret, /^[0-9a-f]{64}\n$/);
  assert.ok(!(stdout + stderr).includes(secret.trim()));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(run(admin, ['secret', 'new', path]).status, 1);
  assert.equal(readFileSync(path, 'utf8'), secret);
});

test('a secret that is missing, open to others, broken or another is refused with the mend', async () => {
  const path = join(folder('secret'), 'secret');
  const cases = [
    [() => {}, /secret/, 6],
    [() => { run(admin, ['secret', 'new', path]); chmodSync(path, 0o644); }, /chmod 600/, 6],
    [() => { writeFileSync(path, 'short\n'); chmodSync(path, 0o600); }, /64 hexadecimal digits/, 6],
    [() => { writeFileSync(path, `${'0'.repeat(64)}\n`); }, /secret/, 6]];
  for (const [prepare, message, exit] of cases) {
    prepare();
    const { status, stderr } = run(admin, ['ticket', 'practice', '--event', 'setup'], { env: { ...house.env, LANYARD_SECRET_FILE: path } });
    assert.equal(status, exit, stderr);
    assert.match(stderr, message);
  }
  const none = run(admin, ['ticket', 'practice', '--event', 'setup'], { env: { ...house.env, LANYARD_SECRET_FILE: '' } });
  assert.equal(none.status, 6);
  assert.match(none.stderr, /lanyard-admin secret new FILE/);
});

test('a secret may come by environment; it is in no command line, log or output', async () => {
  const own = new House({ key: false });
  try {
    const secret = readFileSync(own.secret, 'utf8').trim();
    delete own.env.LANYARD_SECRET_FILE;
    own.env.LANYARD_SECRET = secret;
    own.admin('key', 'new');
    own.apply(simpleEvent('quiet'));
    const service = await own.serve({ args: ['--log-level', 'debug'] });
    const { body } = await register(service, 'quiet');
    const password = 'hunter2hunter2';
    const command = readFileSync(`/proc/${service.child.pid}/cmdline`, 'utf8');
    await service.stop();
    const manage = new URL(body.manage_url).searchParams.get('k');
    for (const hidden of [secret, manage, body.tickets[0].token, 'amina@example.org', 'Amina Diallo']) {
      assert.ok(!service.log.includes(hidden), 'the log keeps it');
      assert.ok(!command.includes(hidden));
    }
    for (const name of ['lanyard-admin', 'lanyard-badges']) {
      const args = name === 'lanyard-admin' ? ['event', 'list'] : ['render', '--event', 'quiet', '--output', join(own.folder, 'x.pdf')];
      const { status, stderr } = run(program(name), args, { env: { ...own.env, DATABASE_URL: `postgresql://lanyard_owner:${password}@192.0.2.1:1/x?connect_timeout=1&host=/nowhere` } });
      assert.equal(status, 1);
      assert.match(stderr, /./);
      assert.ok(!stderr.includes(password), stderr);
    }
  } finally {
    await own.close();
  }
});

test('what crashes leaves no core file with keys and people in it', async (t) => {
  const command = `ulimit -c unlimited; exec ${program('lanyard-web')} --listen 127.0.0.1 --port 0`;
  const child = spawn('sh', ['-c', command], { env: { ...process.env, ...house.env }, stdio: ['ignore', 'ignore', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  const log = [];
  child.stderr.on('data', (data) => log.push(data));
  await until(() => log.join('').includes('listening'), 'the service');
  assert.match(readFileSync(`/proc/${child.pid}/limits`, 'utf8'), /^Max core file size +0 /m);
});

test('a private cluster does not move into a folder that somebody else has put in its place', { skip: process.getuid() !== 0 && 'only root can make one' }, (t) => {
  const where = folder('cluster');
  const socket = must('sql/cluster', ['env', '--folder', where]).match(/PGHOST=(\S+)/)[1];
  mkdirSync(socket);
  t.after(() => rmSync(socket, { recursive: true }));
  chownSync(socket, 65534, 65534);
  const { status, stderr } = run('sql/cluster', ['start', '--folder', where]);
  assert.equal(status, 1);
  assert.match(stderr, /belongs to somebody else/);
  assert.equal(statSync(socket).uid, 65534);
});

test('DATABASE_URL, --database-url and PG* all find the database', () => {
  const url = `postgresql:///${house.database}?host=${encodeURIComponent(process.env.PGHOST)}&user=lanyard_owner`;
  const bare = { PGDATABASE: 'nowhere', LANYARD_SECRET_FILE: house.secret };
  assert.match(must(admin, ['event', 'list'], { env: { ...bare, DATABASE_URL: url } }), /setup/);
  assert.match(must(admin, ['event', 'list', '--database-url', url], { env: bare }), /setup/);
  const away = run(admin, ['event', 'list'], { env: bare });
  assert.equal(away.status, 6);
  assert.match(away.stderr, /nowhere/);
});

test('keys: the newest signs, a retired one signs no more and is still believed', async () => {
  const own = new House();
  try {
    own.apply(simpleEvent('keys'));
    const service = await own.serve();
    const { body } = await register(service, 'keys');
    const old = body.tickets[0].token;
    assert.match(own.admin('key', 'new'), /^key 1 signs from now on/);
    assert.match(own.admin('key', 'retire', '0'), /signs no more/);
    const keys = JSON.parse(own.admin('key', 'list', '--format', 'json'));
    assert.deepEqual(keys.map(({ number, retired_at }) => [number, Boolean(retired_at)]), [[1, false], [0, true]]);
    for (const key of keys) {
      assert.match(key.public, /^[0-9a-f]{64}$/);
      assert.ok(!('sealed' in key));
    }
    const again = await own.serve();
    const door = own.pair(again, 'desk');
    const fresh = (await register(again, 'keys')).body.tickets[0].token;
    const { stdout } = door.scan([old, fresh]);
    assert.deepEqual(stdout.match(/"verdict":"\w+"/g), ['"verdict":"admitted"', '"verdict":"admitted"']);
    for (const number of ['2', '-1', '256', 'x']) assert.notEqual(own.tryAdmin('key', 'retire', number).status, 0, number);
    assert.match(own.tryAdmin('key', 'retire', '1').stderr, /no key is left to sign with: run lanyard-admin key new/);
    own.admin('key', 'retire', '1', '--actor', 'somebody else'); // which changes nothing
    own.admin('key', 'new', '--actor', 'amina');
    own.admin('key', 'retire', '2', '--actor', 'bilal');
    assert.deepEqual(own.sql("SELECT actor, action FROM audit WHERE (detail ->> 'number')::int = 2 ORDER BY audit_id"), [['amina', 'key added'], ['bilal', 'key retired']]);
    assert.equal(own.sql("SELECT count(*) FROM audit WHERE action = 'key retired'")[0][0], '3');
    const { status, stderr } = own.tryAdmin('ticket', 'practice', '--event', 'keys');
    assert.equal(status, 6);
    assert.match(stderr, /key new/);
  } finally {
    await own.close();
  }
});

test('devices: a name for one laptop, a point that exists, listed, revoked', async () => {
  const made = JSON.parse(house.admin('device', 'new', 'one', '--point', 'desk', '--format', 'json'));
  assert.match(made.code, /^[A-Z2-9]{8,}$/);
  assert.match(house.admin('device', 'new', 'two', '--point', 'hall'), /^pairing code [A-Z2-9]+, good once until/);
  const again = JSON.parse(house.admin('device', 'new', 'one', '--point', 'desk', '--format', 'json'));
  const service = await house.serve();
  const pair = (code) => run(program('lanyard-checkin'), ['pair', service.url, code], { env: { LANYARD_DOOR_FOLDER: folder('door') } }).status;
  assert.deepEqual([pair(made.code), pair(again.code)], [1, 0], 'until it is used a new code takes the place of the old');
  for (const [args, message] of [[['one', '--point', 'desk'], /name: Device one is paired\. Revoke it first/], [['three', '--point', 'roof'], /point: Event \S+ has no point roof\. It has: desk, hall\./]]) {
    const { status, stderr } = house.tryAdmin('device', 'new', ...args);
    assert.equal(status, 1);
    assert.match(stderr, message);
  }
  assert.equal(house.tryAdmin('device', 'new', 'three').status, 2);
  house.admin('device', 'revoke', 'two');
  const list = JSON.parse(house.admin('device', 'list', '--format', 'json'));
  assert.deepEqual(list.map(({ name, state }) => [name, state]).sort(), [['one', 'paired'], ['two', 'revoked']]);
  assert.equal(house.tryAdmin('device', 'revoke', 'nobody').status, 1);
  assert.ok(!JSON.stringify(list).includes(made.code));
});

test('with several events a device must be told which', async () => {
  const own = new House();
  try {
    own.apply(simpleEvent('first'));
    own.apply(simpleEvent('second'));
    const { status, stderr } = own.tryAdmin('device', 'new', 'x', '--point', 'desk');
    assert.notEqual(status, 0);
    assert.match(stderr, /--event/);
    own.admin('device', 'new', 'x', '--point', 'desk', '--event', 'second');
  } finally {
    await own.close();
  }
});

for (const name of ['lanyard-web', 'lanyard-badges', 'lanyard-checkin', 'lanyard-admin']) {
  test(`${name}: help and version on stdout, mistakes on stderr with the mend and status 2`, () => {
    for (const option of ['--help', '--version']) {
      const { status, stdout, stderr } = run(program(name), [option]);
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, new RegExp(name));
    }
    assert.match(run(program(name), ['--version']).stdout, /^lanyard-\w+ \d+\.\d+\.\d+\n$/);
    const { status, stdout, stderr } = run(program(name), name === 'lanyard-web' ? ['--porrt', '1'] : ['lst']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /--help tells more/);
  });
}

test('a near miss is answered with what was meant', () => {
  assert.match(run(admin, ['event', 'aply', 'x']).stderr, /did you mean "event apply"\?/);
  assert.match(run(program('lanyard-web'), ['--prot', '80']).stderr, /did you mean --port\?/);
  for (const [args, message] of [[['--port', '70000'], /--port/], [['--port', 'x'], /--port/], [['--port'], /--port/], [['--log-level', 'loud'], /--log-level/]]) {
    const { status, stderr } = run(program('lanyard-web'), args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, message);
  }
  const { status, stderr } = run(program('lanyard-web'), [], { env: { LANYARD_PORT: 'many' } });
  assert.equal(status, 2);
  assert.match(stderr, /LANYARD_PORT/);
  assert.equal(run(admin, ['event', 'show', 'a']).status, 2);
  assert.equal(run(admin, ['event', 'show', 'a', 'b']).status, 2);
});

test('a port that is taken, or assets that are not there, stop the service with a word', async () => {
  const service = await house.serve();
  const taken = run(program('lanyard-web'), ['--listen', '127.0.0.1', '--port', String(service.port)], { env: house.env, timeout: 20_000 });
  assert.notEqual(taken.status, 0);
  assert.notEqual(taken.status, null);
  assert.match(taken.stderr, new RegExp(`${service.port}`));
  const lost = run(program('lanyard-web'), ['--port', '0', '--assets', '/nowhere'], { env: house.env, timeout: 20_000 });
  assert.equal(lost.status, 6);
  assert.match(lost.stderr, /--assets/);
});

test('a log that nobody reads any more does not end the service', async () => {
  const own = await house.serve();
  own.child.stderr.destroy();
  await fetch(`${own.url}/`);
  await until(async () => (await fetch(`${own.url}/healthz`)).ok, 'an answer');
  assert.equal(own.child.exitCode, null);
});

test('what could not be written is no success', () => {
  for (const args of [['event', 'list'], ['event', 'list', '--format', 'json'], ['--help']]) {
    const { status, stderr } = run('sh', ['-c', 'exec "$0" "$@" >/dev/full', admin, ...args], { env: house.env });
    assert.equal(status, 1, args.join(' '));
    assert.match(stderr, /lanyard-admin: cannot write to standard output: No space left on device/);
  }
});

test('make install puts everything in place under DESTDIR, and programs look for their assets under PREFIX', () => {
  const to = folder('install');
  // In a copy of what is built, which keeps the prefix that it has.
  const copy = join(to, 'build');
  must('sh', ['-c', 'mkdir "$1" && cd "$0" && cp -a services cli build lib*.a flags prefix lanyard-* "$1"', build, copy]);
  const sanitize = { release: '', sanitize: '1' }[build.split('/').pop()] ?? build.split('/').pop();
  must('sh', ['-c', 'umask 077 && exec make "$@"', 'sh', '-s', 'install', `B=${copy}`, `DESTDIR=${to}`, 'PREFIX=/opt/lanyard', `SANITIZE=${sanitize}`], { cwd: repository, timeout: 300_000 });
  for (const path of ['bin/lanyard-web', 'bin/lanyard-admin', 'bin/lanyard-badges', 'bin/lanyard-checkin', 'share/lanyard/events/inet2027.json',
    'share/lanyard/roles.sql', 'share/lanyard/pages/home.html', 'share/man/man8/lanyard-web.8', 'share/man/man1/lanyard-checkin.1']) {
    assert.equal(statSync(join(to, 'opt/lanyard', path)).mode & 0o044, 0o044, `everybody may read ${path}`);
  }
  for (const name of ['lanyard-web', 'lanyard-admin', 'lanyard-badges']) {
    const folders = readFileSync(join(to, 'opt/lanyard/bin', name), 'latin1').match(/\/[\w/]+\/share\/lanyard(?=\0)/g);
    assert.deepEqual([...new Set(folders)], ['/opt/lanyard/share/lanyard'], name);
  }
});
