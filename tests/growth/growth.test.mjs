// Nothing costs more because more is stored: every statement, as its role, with 4,000 and with 40,000 people, by what it reads;
// and the public's with 20 and with 2,000 events.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { House, asPrograms, repository } from '../lib/lanyard.mjs';
import { cases, definition } from './cases.mjs';
import { mayGrow, mayTouchMore } from './may_grow.mjs';

const sizes = { small: { people: 4_000, events: 20 }, large: { people: 40_000, events: 400 },
  many: { people: 4_000, events: 2_000 } }; // 1,200 of the events are open
const roles = { web: 'lanyard_web', owner: 'lanyard_owner', badges: 'lanyard_badges' };
const limit = (small) => Math.floor(1.5 * small + 50); // buffers
const repeats = (count) => 200 + 30 * count; // buffers for a group of so many repeated requests, at most
// Of one run. What reads a table again for each row of another may not end, and of what may grow it is enough to see that it does.
const seconds = (one) => (nameOf(one) in mayGrow ? 1 : 20);

// Which tables hold people and what they do, and which hold what an organizer or an operator sets up. A new table belongs to one.
const ofPeople = ['orders', 'waiting', 'attendee', 'attendee_search', 'attendee_session', 'attendee_consent', 'ticket', 'payment', 'scan', 'admission', 'audit'];
const ofSetUp = ['event', 'price_window', 'category', 'price', 'session', 'point', 'consent', 'consent_version', 'shared_quota', 'event_file', 'event_former', 'quota', 'device', 'print_run', 'ticket_key',
  'order_transition', 'lanyard_migration', 'tally', 'attendee_unfolded'];

const files = new Map(readdirSync(join(repository, 'sql/statements'), { recursive: true }).filter((name) => name.endsWith('.sql'))
  .map((name) => [basename(name, '.sql'), readFileSync(join(repository, 'sql/statements', name), 'utf8')]));
const nameOf = ({ statement, as, what }) => `${statement} as ${as}: ${what}`;
const literal = (value) => (value === null ? 'NULL' : `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);

// psql beside what else runs: what it prints, errors too.
const psql = (house, role, input, args = []) => new Promise((resolve, reject) => {
  const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', 'psql', '-U', role, '-XAtq', ...args, house.database],
    { env: { ...process.env, ...house.env, ...asPrograms } });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (data) => { output += data; });
  child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`psql ${args.join(' ')}: exit ${code}\n${output.slice(-4000)}`))));
  child.stdin.end(input);
});

// Filled ------------------------------------------------------------------------------------------------------------

async function fill({ people, events }) {
  const house = new House();
  await psql(house, roles.owner, '', ['-v', `people=${people}`, '-v', `events=${events}`, '-v', `definition=${JSON.stringify(definition)}`,
    '-f', join(repository, 'tests/growth/fill.sql')]);
  const rows = Object.fromEntries(house.sql("SELECT relname, reltuples::bigint FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")
    .map(([table, count]) => [table, Number(count)]));
  return { house, rows };
}

// The values of each case's parameters, as text, which is how programs give them.
async function parameters(house) {
  const output = await psql(house, roles.owner, cases.map(({ params }) =>
    `SELECT json_build_array(${params.map((expression) => `(${expression})::text`).join(', ')});`).join('\n'), ['-v', 'ON_ERROR_STOP=1']);
  return output.trim().split('\n').map((line) => JSON.parse(line));
}

// Measured ------------------------------------------------------------------------------------------------------------

// What the session has read since it last reported: blocks of each table and index, found in memory or not, and rows of each
// table, one after the other and by an index. Functions' own statements are in it, and planning; the system's tables are not.
const counters = (mark) => `SELECT '@${mark} ' || json_build_object(
  'blocks', (SELECT json_object_agg(oid::regclass, pg_stat_get_xact_blocks_fetched(oid)) FROM pg_class
    WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND pg_stat_get_xact_blocks_fetched(oid) > 0),
  'sequential', (SELECT json_object_agg(relname, seq_tup_read) FROM pg_stat_xact_user_tables WHERE seq_tup_read > 0),
  'byIndex', (SELECT json_object_agg(relname, idx_tup_fetch) FROM pg_stat_xact_user_tables WHERE idx_tup_fetch > 0));`;

// A case in a transaction that is rolled back, as often before as it says; then with counters before and after, which a
// refusal does not keep from being read.
const script = (one, values) => {
  const execute = `EXECUTE ${one.statement}${values.length ? `(${values.map(literal).join(', ')})` : ''};`;
  // What counts is not itself limited: on a busy machine it would not come to its end.
  const limited = `SET LOCAL statement_timeout = '${seconds(one)}s';\n${execute}`;
  const around = (body) => `BEGIN;\n${one.before ?? ''}\n${body}\nROLLBACK;`;
  return [`\\echo @case\n${around(limited)}\n\\o /dev/null`, ...Array(one.again - 1).fill(around(limited)), '\\o',
    around(`${counters('before')}\nSAVEPOINT here;\n\\o /dev/null\n${limited}\n\\o\nROLLBACK TO here;\n${counters('after')}`)].join('\n');
};

// {answer, blocks: {relation}, sequential: {table}, byIndex: {table}, buffers: of all}
function measurement(output) {
  const counted = (mark) => {
    const line = output.match(new RegExp(`^@${mark} (.*)$`, 'm'));
    assert.ok(line, `nothing was counted, as PostgreSQL said at last: ${output.slice(-2000)}`);
    return JSON.parse(line[1]);
  };
  const [before, later] = [counted('before'), counted('after')];
  const difference = (kind) => Object.fromEntries(Object.entries(later[kind] ?? {}).map(([of, count]) => [of, count - (before[kind]?.[of] ?? 0)]));
  const blocks = difference('blocks');
  return { answer: output.slice(0, output.indexOf('@before')), blocks, sequential: difference('sequential'), byIndex: difference('byIndex'),
    buffers: Object.values(blocks).reduce((sum, count) => sum + count, 0) };
}

// Each role in a session of its own, as programs have them.
async function measure(house, wanted, values) {
  const results = new Map();
  for (const [as, role] of Object.entries(roles)) {
    const own = wanted.filter((one) => one.as === as);
    const input = ['SET max_parallel_workers_per_gather = 0;', // what a worker reads is not counted in the session
      ...(as === 'web' ? [] : ['SET plan_cache_mode = force_custom_plan;']), // a command asks once, as if the others had not been before
      ...[...new Set(own.map(({ statement }) => statement))].map((name) => `PREPARE ${name} AS ${files.get(name)};`),
      ...own.map((one) => script(one, values[cases.indexOf(one.of ?? one)]))].join('\n');
    const [, ...outputs] = (await psql(house, role, input)).split('@case\n');
    own.forEach((one, at) => results.set(one, measurement(outputs[at])));
  }
  return results;
}

// Judged --------------------------------------------------------------------------------------------------------------

const endless = ({ answer }) => /due to statement timeout/.test(answer);

// What grows, in words; empty if nothing does.
function growth(small, large, rows) {
  const found = [];
  if (endless(large)) found.push(`has not ended when its time was over, with ${large.buffers} buffers touched`);
  if (large.buffers > limit(small.buffers)) {
    const most = Object.entries(large.blocks).map(([of, count]) => [of, small.blocks[of] ?? 0, count])
      .sort((a, b) => (b[2] - b[1]) - (a[2] - a[1])).slice(0, 4).map(([of, less, more]) => `${of} ${less} and ${more}`);
    found.push(`touches ${small.buffers} buffers where ${sizes.small.people} people are stored, ${large.buffers} where ${sizes.large.people} are; `
      + `allowed are ${limit(small.buffers)} (1.5 times + 50). Most of it: ${most.join(', ')}`);
  }
  for (const table of ofPeople) {
    const [sequential, byIndex] = [large.sequential[table] ?? 0, large.byIndex[table] ?? 0];
    if (sequential + byIndex < rows[table] / 2) continue;
    found.push(`reads the table ${table} as a whole: of ${rows[table]} rows ${sequential} one after the other, ${byIndex} by an index`);
  }
  return found;
}

const short = (value) => (value === null ? 'NULL' : value.length > 120 ? `${value.slice(0, 120)}… (${value.length} characters)` : value);
const described = (one, values) => `${nameOf(one)}\n  statement: sql/statements/${one.statement}.sql, role ${roles[one.as]}\n`
  + values.map((value, n) => `  $${n + 1}: ${short(value)}\n`).join('');

const [small, large, many] = await Promise.all([sizes.small, sizes.large, sizes.many].map(fill));
after(() => Promise.all([small, large, many].map(({ house }) => house.close())));
for (const size of [small, large, many]) size.values = await parameters(size.house);
const known = cases.filter(({ statement }) => files.has(statement));
const ofPublic = known.filter(({ statement, as }) => as === 'web' && ['event_list', 'event_public', 'registration_group', 'registration_find'].includes(statement));
for (const size of [small, large]) size.results = await measure(size.house, known, size.values);
many.results = await measure(many.house, ofPublic, many.values);

test('every statement has a row in tests/growth/cases.mjs, and every row a statement', () => {
  const rows = new Set(cases.map(({ statement }) => statement));
  assert.deepEqual([...files.keys()].filter((name) => !rows.has(name)), [], 'statements without a row: add one for each way in which it is used');
  assert.deepEqual([...rows].filter((name) => !files.has(name)), [], 'rows of statements that are gone');
});

test('every table is filled by tests/growth/fill.sql, and is one of people or one that is set up', () => {
  const named = [...ofPeople, ...ofSetUp];
  assert.deepEqual(Object.keys(large.rows).filter((table) => !named.includes(table)), [], 'tables that growth.test.mjs does not name');
  assert.deepEqual(named.filter((table) => !(large.rows[table] > 0)), [], 'tables that hold nothing: fill.sql must fill them, or they are gone');
});

test('the list of what may grow names cases that are there', () => {
  const names = new Set(cases.map(nameOf));
  assert.deepEqual(Object.keys({ ...mayGrow, ...mayTouchMore }).filter((name) => !names.has(name)), []);
});

for (const one of known) {
  const name = nameOf(one);
  const [before, now] = [small.results.get(one), large.results.get(one)];
  const values = large.values[cases.indexOf(one)];
  test(name, () => {
    for (const [size, { answer }] of Object.entries({ small: before, large: now })) {
      if (size === 'large' && endless(now)) continue;
      assert.match(answer, one.says, `${described(one, values)}  in the ${size} database it does not do what its row is about; ${one.says} is not in: ${short(answer.trim())}`);
    }
    const found = growth(before, now, large.rows);
    if (process.env.GROWTH_SHOW) console.log(`${name}\t${before.buffers}\t${now.buffers}\t${found.length ? 'GROWS' : ''}`);
    const stays = name in mayGrow ? found.length > 0 : now.buffers > 1.5 * before.buffers;
    if (name in mayTouchMore) assert.deepEqual(found.filter((line) => line.startsWith('reads the table')), [], described(one, values));
    if (name in mayGrow || name in mayTouchMore) {
      assert.ok(stays, `${described(one, values)}  no longer grows (${before.buffers} and ${now.buffers} buffers): `
        + 'its line must leave tests/growth/may_grow.mjs, so that it stays so');
    } else {
      assert.ok(!found.length, `${described(one, values)}  costs more because more is stored:\n`
        + found.map((line) => `  - ${line}\n`).join('')
        + '  Ask by a key that begins with event_id, and end at a limit; EXPLAIN with these parameters shows where. What must grow\n'
        + '  (it shows everything there is) gets a line with its reason in tests/growth/may_grow.mjs.');
    }
  });
}

for (const count of [1, 30, 300]) {
  test(`${count} repeated requests in one group touch a bounded number of buffers, however many tickets are stored`, () => {
    const one = cases.find((each) => nameOf(each) === `registration_group as web: ${count} repeated in the big event`);
    const { buffers, blocks } = large.results.get(one);
    assert.ok(buffers > 0 && buffers <= repeats(count), `${buffers} buffers, allowed are ${repeats(count)}: ${JSON.stringify(blocks)}`);
  });
}

test('1,000 of 2,000 events are open, and more', () => {
  assert.ok(Number(many.house.sql("SELECT count(*) FROM event WHERE state = 'open'")[0][0]) >= 1_000);
});

for (const one of ofPublic) {
  test(`${nameOf(one)}, with 2,000 events as with 20`, () => {
    const [few, now] = [small.results.get(one), many.results.get(one)];
    assert.match(now.answer, one.says, short(now.answer.trim()));
    const found = growth(few, now, many.rows).filter((line) => line.startsWith('touches'));
    assert.deepEqual(found, []);
    // Pages hold many rows of what is set up, so of these the rows count too.
    for (const table of ['event', 'quota', 'category', 'price', 'price_window', 'session']) {
      const rows = ({ sequential, byIndex }) => (sequential[table] ?? 0) + (byIndex[table] ?? 0);
      assert.ok(rows(now) <= 1.5 * rows(few) + 50, `reads ${rows(now)} rows of ${table}, with 20 events ${rows(few)}`);
    }
  });
}

test('a table that is read as a whole for want of an index is named, and so are the buffers', async () => {
  const one = cases.find(({ statement, as }) => statement === 'registration_find' && as === 'owner');
  const without = { ...one, of: one, before: `DO $$
    DECLARE index regclass;
    BEGIN
      FOR index IN SELECT indexrelid FROM pg_index WHERE indrelid = 'ticket'::regclass AND NOT indisprimary LOOP
        EXECUTE format('DROP INDEX %s', index);
      END LOOP;
    END $$;` };
  const [less, more] = await Promise.all([small, large].map(async ({ house, values }) => (await measure(house, [without], values)).get(without)));
  assert.match(more.answer, one.says);
  const found = growth(less, more, large.rows).join('\n');
  assert.match(found, /^touches \d+ buffers where 4000 people are stored, \d+ where 40000 are; allowed are \d+ .*: ticket /m);
  assert.match(found, /^reads the table ticket as a whole: of \d+ rows \d{5} one after the other/m);
});
