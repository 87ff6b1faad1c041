// What lists look like: on a terminal, in a pipe, as CSV, as JSON; and several codes at once.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { House, must, program, register, run, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
const [free] = simpleEvent('x').categories;
const sessions = ['lab', 'talk'].map((code, i) => ({ code, title: `The ${code}`, kind: 'workshop', room: '', capacity: null, price: 0,
  starts: `2027-06-08T${10 + i}:00`, ends: `2027-06-08T${10 + i}:30` }));
house.apply(simpleEvent('lists', { sessions, categories: [free, { ...free, code: 'paid', title: 'Paid', prices: { only: 41000 } },
  { ...free, code: 'grant', title: 'Fellow', approval: true }] }));
const service = await house.serve();
after(() => house.close());
const made = async (fields) => (await register(service, 'lists', fields)).body;
const admin = program('lanyard-admin');
const list = (...args) => house.admin('registration', 'list', ...args);

// Runs it on a terminal of so many columns (0: none is known), with what is typed there; everything that it wrote.
const onTerminal = (args, { columns = 0, env = {}, typed = '' } = {}) => {
  const script = `
import os, pty, sys, select, struct, fcntl, termios
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, int(sys.argv[1]), 0, 0))
os.write(fd, sys.stdin.buffer.read())
out = b''
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data: break
    out += data
sys.stdout.buffer.write(out)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
  const result = run('/usr/bin/python3', ['-c', script, String(columns), admin, ...args],
    { env: { ...house.env, TERM: 'xterm', COLUMNS: '', NO_COLOR: '1', ...env }, input: typed });
  return { status: result.status, text: result.stdout.replaceAll('\r\n', '\n') };
};

const wang = await made({ name: '王小明', affiliation: '中国科学院', country: 'CN', email: 'wang@example.org', sessions: ['talk', 'lab'] });
const neha = await made({ name: 'नेहा शर्मा', affiliation: 'IIT', country: 'IN', email: 'neha@example.org' });
const amina = await made({ name: 'Amina Diallo', category: 'paid', email: 'amina@example.org', country: 'SN' });

// As a terminal counts them: wide letters two, marks none.
const width = (text) => [...text].reduce((sum, c) => sum + (/\p{Mn}|\p{Me}|\p{Cf}/u.test(c) ? 0 : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(c) ? 2 : 1), 0);

test('in a pipe a list has a line each, tabs between cells, no header, and all of it', () => {
  const rows = list().replace(/\n$/, '').split('\n').map((line) => line.split('\t'));
  assert.deepEqual(rows.map(([code]) => code), [amina, neha, wang].map(({ code }) => code));
  assert.deepEqual(rows[2].slice(1, 13), ['confirmed', '王小明', 'free', '0.00', 'CN', 'wang@example.org', '中国科学院', 'lab talk', '0.00', '0.00', '0.00', 'USD']);
  assert.deepEqual(rows[0].slice(4, 5).concat(rows[0].slice(9, 12)), ['410.00', '410.00', '0.00', '0.00'], 'due, amount, paid, overpaid');
  for (const row of rows) assert.equal(row.length, 17);
});

test('on a terminal it has a header, and columns stand under each other in every script', () => {
  const { text, status } = onTerminal(['registration', 'list']);
  assert.equal(status, 0);
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, 4, text);
  assert.match(lines[0], /^CODE +STATUS +NAME +CATEGORY +DUE +COUNTRY +EMAIL +AFFILIATION +SESSIONS +AMOUNT +PAID /);
  const at = (line, part) => width(line.slice(0, line.indexOf(part)));
  for (const [i, email] of ['amina@', 'neha@', 'wang@'].entries()) assert.equal(at(lines[i + 1], email), at(lines[0], 'EMAIL'), lines[i + 1]);
  assert.ok(!text.includes('\x1b'), 'NO_COLOR is respected');
  assert.ok(onTerminal(['registration', 'list'], { env: { NO_COLOR: '' } }).text.startsWith('\x1b[1mCODE'));
  assert.ok(!onTerminal(['registration', 'list'], { env: { NO_COLOR: '', TERM: 'dumb' } }).text.includes('\x1b'));
});

test('on a narrow terminal long cells are cut, then the last columns left out, and that is said', () => {
  for (const columns of [60, 80, 120]) {
    const { text } = onTerminal(['registration', 'list'], { columns });
    const lines = text.trimEnd().split('\n');
    for (const line of lines.slice(0, 4)) assert.ok(width(line) <= columns, `${width(line)} in ${columns}: ${line}`);
    for (const { code } of [amina, neha, wang]) assert.ok(lines.some((line) => line.startsWith(`${code}  `)));
    assert.match(lines.at(-1), /too narrow for: .*consents; --json, --csv or a pipe has all/);
  }
});

test('what would command a terminal never reaches it; programs get it escaped', async () => {
  // The form would refuse it: it came otherwise.
  const { code } = await made({ name: 'Evil', email: 'evil@example.org' });
  const evil = 'A\\u001B[2JB\\u009B31mC\\u202ED\\u2066E\\u200FF\\u0007G';
  house.sql(`UPDATE attendee SET name = E'${evil.replaceAll('\\u001B', '\\x1B').replaceAll('\\u0007', '\\x07')}' WHERE email = 'evil@example.org'`);
  const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
  for (const args of [['registration', 'list'], ['registration', 'list', '--json'], ['registration', 'list', '--csv'], ['registration', 'show', code], ['registration', 'show', code, '--json']]) {
    const { text } = onTerminal(args);
    assert.ok(text.includes('ED') || text.includes('CD') || text.includes('\\u202e'), text);
    assert.doesNotMatch(text, controls, args.join(' '));
  }
  assert.equal(JSON.parse(onTerminal(['registration', 'list', '--json']).text)[0].name, JSON.parse(`"${evil}"`));
  assert.doesNotMatch(onTerminal(['registration', 'cancel', code], { typed: 'n\n' }).text, controls);
  assert.doesNotMatch(onTerminal(['registration', 'show', 'x\u202e\u009b31m\x1b[2J']).text, controls);
  house.admin('registration', 'cancel', '--yes', code);
  house.sql(`UPDATE attendee SET name = 'Evil' WHERE email = 'evil@example.org'`);
});

test('as JSON a list is whole', () => {
  const [line] = JSON.parse(list('--json', '--search', 'wang'));
  assert.deepEqual({ ...line, created_at: null, consents: null }, { code: wang.code, status: 'confirmed', name: '王小明', badge_name: '王小明', email: 'wang@example.org', category: 'free',
    affiliation: '中国科学院', country: 'CN', locale: 'en', sessions: ['lab', 'talk'], consents: null, amount: 0, paid: 0, due: 0, overpaid: 0, currency: 'USD', created_at: null });
  assert.equal(list('--json'), list('--format', 'json'));
  assert.equal(house.tryAdmin('registration', 'list', '--json', '--csv').status, 2);
});

const csvRows = (text) => JSON.parse(must('/usr/bin/python3', ['-c', 'import csv, io, json, sys; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode("utf-8"), newline="")))))'], { input: text }));

test('as CSV a list is RFC 4180, in UTF-8, with a header', () => {
  const text = list('--csv');
  assert.ok(text.split('\r\n').length === 6 && !/[^\r]\n/.test(text));
  const rows = csvRows(text);
  assert.equal(rows.find(({ code }) => code === wang.code).name, '王小明');
  assert.equal(rows.find(({ code }) => code === amina.code).due, '410.00');
  assert.deepEqual(Object.keys(rows[0]).slice(0, 3), ['code', 'status', 'name']);
});

test('no cell of a CSV is taken for a formula, however it begins', async () => {
  const begins = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', '＝1+1', '＋1', '－1', '＠x', '−1', '﹦1'];
  const harmless = ['a=1', "O'Neil, \"Tip\"", 'x;y', '1 + 1', 'Ümit'];
  for (const [i, affiliation] of [...begins, ...harmless].entries()) await made({ name: `Row ${i}`, affiliation, email: `row${i}@example.org` });
  house.sql(String.raw`UPDATE attendee SET affiliation = E'\t=1+1' WHERE email = 'row0@example.org'`);
  house.sql(String.raw`UPDATE attendee SET affiliation = E' \u00a0\u200b=1+1' WHERE email = 'row1@example.org'`);
  house.sql(String.raw`UPDATE attendee SET affiliation = E'\r=1' WHERE email = 'row2@example.org'`);
  const rows = csvRows(list('--csv', '--search', 'Row '));
  const cell = (i) => rows.find(({ name }) => name === `Row ${i}`).affiliation;
  for (let i = 0; i < begins.length; i++) assert.match(cell(i), /^'/, begins[i]);
  assert.equal(cell(4), `'${begins[4]}`);
  harmless.forEach((text, i) => assert.equal(cell(begins.length + i), text));
});

test('a limit that leaves some out says so and how to go on; one that does not says nothing', () => {
  const some = house.tryAdmin('registration', 'list', '--limit', '2');
  assert.equal(some.stdout.trimEnd().split('\n').length, 2);
  const last = some.stdout.trimEnd().split('\n').at(-1).split('\t')[0];
  assert.equal(some.stderr, `lanyard-admin: these are the first 2, as --limit says; --after ${last} goes on\n`);
  for (const args of [[], ['--limit', '1000']]) assert.equal(house.tryAdmin('registration', 'list', ...args).stderr, '');
  const all = list().trimEnd().split('\n').length;
  const exact = house.tryAdmin('registration', 'list', '--limit', String(all));
  assert.deepEqual([exact.stdout.trimEnd().split('\n').length, exact.stderr], [all, '']);
});

test('codes are taken as they are typed and pasted', () => {
  const { code } = amina;
  const address = `https://inet.example/e/lists/r/${code}?k=ABCDEF`;
  for (const typed of [code.toLowerCase(), `${code.slice(0, 4)}-${code.slice(4)}`, ` ${code.slice(0, 4)} ${code.slice(4)} `, address, `<${address}>`, amina.manage_url]) {
    assert.equal(JSON.parse(house.admin('registration', 'show', typed, '--json')).code, code, typed);
    assert.equal(list('--search', typed).split('\t')[0], code, typed);
  }
  const letters = 'KPWQRSTV'; // a code may look like a name
  house.sql(`UPDATE orders SET code = '${letters}' WHERE code = '${code}'`);
  for (const typed of [letters, 'kpwq-rstv', ' KPWQ RSTV']) assert.equal(list('--search', typed).split('\t')[0], letters, typed);
  house.sql(`UPDATE orders SET code = '${code}' WHERE code = '${letters}'`);
  assert.match(house.tryAdmin('payment', 'record', address, '--amount', '10', '--reference', 'a').stdout, new RegExp(`^${code} is`));
  assert.equal(list('--limit', '1', '--after', address).split('\t')[0], neha.code);
  const other = house.tryAdmin('registration', 'show', address.replace('/lists/', '/others/'), '--event', 'lists');
  assert.equal(other.status, 1);
  assert.match(other.stderr, /is an address of event others, and lists was asked for/);
  const none = house.tryAdmin('registration', 'show', 'https://inet.example/');
  assert.match(none.stderr, /https:\/\/inet\.example\/ is no code: eight letters and digits, without 0, 1, I and O/);
  // Only commands of several codes take a list on standard input.
  assert.match(house.tryAdmin('payment', 'record', '-', '--amount', '10', '--reference', 'a').stderr, /- is no code: eight letters/);
  const badge = run(program('lanyard-badges'), ['render', '--output', join(house.folder, 'one.pdf'), '--json', '--code', wang.manage_url.toLowerCase()], { env: house.env });
  assert.equal(badge.status, 0, badge.stderr);
  assert.equal(JSON.parse(badge.stdout).badges, 1);
});

test('several codes, or a list on standard input: each result is printed, what was skipped is named', async () => {
  const codes = [];
  for (let i = 0; i < 5; i++) codes.push((await made({ category: 'grant', name: `Fellow ${i}`, email: `f${i}@example.org` })).code);
  const two = house.tryAdmin('registration', 'approve', codes[0], codes[1]);
  assert.deepEqual([two.status, two.stdout, two.stderr], [0, `${codes[0]} is confirmed\n${codes[1]} is confirmed\n`, '']);
  const mixed = house.tryAdmin('registration', 'approve', codes[2], 'ZZZZZZZZ', 'nonsense!', amina.code);
  assert.equal(mixed.status, 3);
  assert.equal(mixed.stdout, `${codes[2]} is confirmed\n`);
  assert.match(mixed.stderr, /ZZZZZZZZ[^]*nonsense! is no code[^]*: .*There is|no registration/);
  for (const named of ['ZZZZZZZZ', 'nonsense!', amina.code]) assert.ok(mixed.stderr.includes(named), named);
  assert.equal(mixed.stderr.trimEnd().split('\n').length, 3);
  assert.equal(house.tryAdmin('registration', 'approve', 'ZZZZZZZZ', 'YYYYYYYY').status, 1, 'nothing was done');
  // What a list prints can be piped in.
  const piped = run(admin, ['registration', 'decline', '-', '--yes', '--reason', 'full'], { env: house.env, input: `# left over\n${list('--status', 'pending_approval')}\n` });
  assert.equal(piped.status, 0, piped.stderr);
  assert.deepEqual(piped.stdout.match(/^\S+ is declined/gm).sort(), codes.slice(3).map((code) => `${code} is declined`).sort());
  const csv = run(admin, ['registration', 'approve', '-', '--json'], { env: house.env, input: list('--csv', '--search', 'Fellow') });
  assert.equal(csv.status, 3);
  assert.deepEqual(JSON.parse(csv.stdout).map(({ code, status }) => [code, status]).sort(), codes.slice(0, 3).map((code) => [code, 'confirmed']).sort());
  const nobody = run(admin, ['registration', 'approve', '-', '--json'], { env: house.env, input: '\n' });
  assert.deepEqual([nobody.status, nobody.stdout], [0, '[]\n']);
  assert.deepEqual(JSON.parse(house.admin('registration', 'show', codes[0], codes[1], '--json')).map(({ code }) => code), codes.slice(0, 2));
});

test('what cannot be undone without a trace says whom and what, and is asked for', async () => {
  const { code } = await made({ name: 'Amina Diallo', sessions: ['lab'], email: 'ask@example.org' });
  const says = `${code} Amina Diallo, Free: 1 ticket revoked, 2 places free (Free, The lab), USD 0.00 to refund\n`;
  const shown = () => JSON.parse(house.admin('registration', 'show', code, '--json')).status;
  const unasked = house.tryAdmin('registration', 'cancel', code);
  assert.deepEqual([unasked.status, unasked.stdout], [2, '']);
  assert.equal(unasked.stderr, `${says}lanyard-admin: nobody can be asked here, so nothing is done: --yes does it\n`);
  const no = onTerminal(['registration', 'cancel', code], { typed: 'n\n' });
  assert.equal(no.status, 1);
  assert.ok(no.text.includes(says) && no.text.includes('Cancel 1 registration? [y/N]') && no.text.includes('nothing is done'), no.text);
  assert.equal(shown(), 'confirmed');
  const yes = onTerminal(['registration', 'cancel', code, '--reason', 'ill'], { typed: 'y\n' });
  assert.equal(yes.status, 0);
  assert.ok(yes.text.includes(`${code} is cancelled: Amina Diallo, Free: 1 ticket revoked`), yes.text);
  assert.equal(shown(), 'cancelled');
  assert.match(house.admin('registration', 'cancel', code, '--yes'), /already, nothing changes/);
  const paid = await made({ name: 'Payer', category: 'paid', email: 'payer@example.org' });
  house.admin('payment', 'record', paid.code, '--amount', '100', '--reference', 'part');
  assert.match(house.tryAdmin('registration', 'cancel', paid.code).stderr, /Payer, Paid: 0 tickets revoked, 1 place free \(Paid\), USD 100\.00 to refund/);
  assert.match(house.tryAdmin('registration', 'cancel', 'ZZZZZZZZ').stderr, /ZZZZZZZZ/);
  assert.equal(house.tryAdmin('registration', 'cancel', 'ZZZZZZZZ').status, 1);
  writeFileSync(join(house.folder, 'codes'), `${paid.code}\n`);
  const listed = run(admin, ['registration', 'cancel', '-'], { env: house.env, input: `${paid.code}\n` });
  assert.equal(listed.status, 2, 'standard input is the list, so nobody is asked');
});
