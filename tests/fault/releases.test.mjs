// Two builds on one database: functions stand in a schema of each build's own, so the one before goes on serving while the next
// one moves in.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { House, build, folder, functions, must, register, repository, run, simpleEvent } from '../lib/lanyard.mjs';

// This tree with another text of one function and one more file of tables; what is compiled already is taken over.
function nextBuild() {
  const tree = folder('next');
  for (const part of ['Makefile', 'services', 'cli', 'sql', 'build/generated']) cpSync(join(repository, part), join(tree, part), { recursive: true, preserveTimestamps: true });
  const variant = basename(build);
  const built = join(tree, 'build', variant);
  mkdirSync(built, { recursive: true });
  for (const part of ['flags', 'prefix', 'services', 'cli', 'build']) cpSync(join(build, part), join(built, part), { recursive: true, preserveTimestamps: true });
  const list = join(tree, 'sql/functions/event/event_list.sql');
  const text = readFileSync(list, 'utf8');
  assert.ok(text.includes("'title', title,"));
  writeFileSync(list, text.replace("'title', title,", "'title', to_jsonb((title #>> '{}') || ' (next)'),"));
  writeFileSync(join(tree, 'sql/tables/0100_later.sql'), 'CREATE TABLE later (event_id integer PRIMARY KEY);\nALTER TABLE event ADD COLUMN later text;\n');
  const sanitize = { sanitize: '1', thread: 'thread' }[variant] ?? '';
  must('make', ['-s', `SANITIZE=${sanitize}`, `build/${variant}/lanyard-admin`, `build/${variant}/lanyard-web`], { cwd: tree, timeout: 280_000 });
  return { program: (name) => join(built, name) };
}

const house = new House();
after(() => house.close());

test('the build before and the next one serve on one database at once, until it is pruned', async () => {
  const next = nextBuild();
  house.apply(simpleEvent('both', { title: 'Both' }));
  const before = await house.serve();
  const nextAdmin = (...args) => run(next.program('lanyard-admin'), args, { env: house.env });
  assert.equal(nextAdmin('event', 'list').status, 6, 'it asks for its migration');
  assert.match(nextAdmin('event', 'list').stderr, /lacks migration 0100_later: run lanyard-admin migrate/);
  const { stdout, status } = nextAdmin('migrate');
  assert.equal(status, 0);
  const [, schema] = /^applying 0100_later\napplying functions (lanyard_[0-9a-f]{12})\n$/.exec(stdout);
  assert.notEqual(schema, functions);

  const after = await house.serve({ binary: next.program('lanyard-web') });
  const title = async (service) => /<bdi lang="en">(Both[^<]*)</.exec(await (await fetch(`${service.url}/`, { headers: { accept: 'text/html' } })).text())[1];
  assert.deepEqual([await title(before), await title(after)], ['Both', 'Both (next)']);
  for (const service of [before, after, before, after]) {
    const { status: created, body } = await register(service, 'both');
    assert.equal(created, 201);
    assert.equal((await fetch(body.manage_url)).status, 200);
    for (const other of [before, after]) assert.equal((await fetch(body.manage_url.replace(service.url, other.url))).status, 200);
    assert.equal((await fetch(`${service.url}/readyz`)).status, 200);
  }
  // The one before is what it was: ready, and its own administration works and changes nothing of the next one's.
  assert.equal(house.admin('migrate'), 'the schema is current\n');
  assert.match(house.admin('migrate', '--status'), new RegExp(`^others +0100_later$[^]*^others +functions ${schema}$`, 'm'));
  assert.equal(JSON.parse(house.admin('registration', 'list', '--event', 'both', '--format', 'json')).length, 4);
  assert.equal(house.tryAdmin('migrate', '--prune').status, 1, 'the one before does not know what it would drop');

  await before.stop();
  assert.equal(nextAdmin('migrate', '--prune').stdout, `dropping functions ${functions}\n`);
  assert.equal(nextAdmin('migrate', '--prune').stdout, 'the schema is current\n');
  assert.equal((await register(after, 'both')).status, 201);
  const { status: late, stderr } = house.tryAdmin('event', 'list');
  assert.equal(late, 6);
  assert.match(stderr, /run lanyard-admin migrate/);
  assert.match(house.admin('migrate'), /^applying functions /, 'and the way back is open');
  assert.match(house.admin('event', 'list'), /both/);
});
