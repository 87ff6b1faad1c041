// Every verdict, from a code on standard input to the words on the screen and the scan log.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { House, lines, program, register, run, sampleEvent, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
const [free, paid] = simpleEvent('x').categories.flatMap((category) => [category, { ...category, code: 'paid', title: 'Paid', prices: { only: 5000 } }]);
house.apply(simpleEvent('doors', {
  time_zone: 'Europe/Berlin',
  categories: [free, paid],
  sessions: [{ ...sampleEvent().sessions[0], code: 'lab', title: 'Lab', capacity: 10, price: 0 }],
  points: [...simpleEvent('x').points, { code: 'daily', title: 'Daily', kinds: ['badge'], entry: 'daily', session: null },
    { code: 'open', title: 'Open', kinds: ['badge'], entry: 'unlimited', session: null }, { code: 'lab', title: 'Lab', kinds: ['badge'], entry: 'once', session: 'lab' }],
}));
house.apply(simpleEvent('elsewhere'));
const service = await house.serve();
after(() => house.close());

const desk = house.pair(service, 'desk', 'desk-1', 'doors');
const hall = house.pair(service, 'hall', 'hall-1', 'doors');
const lab = house.pair(service, 'lab', 'lab-1', 'doors');

// A registration with the tokens of its ticket and of its badge.
async function attendee(slug, fields = {}) {
  const { body } = await register(service, slug, fields);
  const [[badge]] = house.sql(`SELECT t.token FROM ticket t JOIN orders o ON o.event_id = t.event_id JOIN attendee a ON a.event_id = o.event_id
    AND a.order_id = o.order_id AND a.attendee_id = t.attendee_id WHERE o.code = '${body.code}' AND t.kind = 'badge'`);
  return { code: body.code, ticket: body.tickets[0].token, badge };
}
const decide = (door, token) => {
  const { stdout, stderr, status } = door.scan(token);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return lines(stdout)[0];
};
// A device without its program: {post}, which sends scans and gives their results.
async function device(name, event = 'doors', point = 'desk') {
  const { code } = JSON.parse(house.admin('device', 'new', name, '--point', point, '--event', event, '--format', 'json'));
  const key = randomUUID().replaceAll('-', '').repeat(2);
  const send = (path, body) => fetch(service.url + path, { method: 'POST', body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` } });
  assert.equal((await send('/api/v1/devices/pair', { code, key })).status, 200);
  return { key, send: (scans) => send('/api/v1/scans', { scans }), post: async (scans) => (await (await send('/api/v1/scans', { scans })).json()).results };
}
const changed = (token, at = 60) => token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
// What a French keyboard makes of what a scanner types for a United States one.
const azerty = (token) => token.replace(/[AQWZM2-7]/g, (letter) => ({ A: 'Q', Q: 'A', W: 'Z', Z: 'W', M: '?', 2: 'é', 3: '"', 4: "'", 5: '(', 6: '-', 7: 'è' })[letter]);

test('a ticket is admitted once; the second time says when, where and which device', async () => {
  const { ticket } = await attendee('doors', { name: 'Søren Ærø', badge_name: 'Søren' });
  const first = decide(desk, ticket);
  assert.equal(first.verdict, 'admitted');
  assert.equal(first.decided, 'service');
  assert.equal(first.kind, 'ticket');
  assert.match(first.short, /^[A-Z2-7]{7}$/);
  assert.deepEqual([first.attendee.name, first.attendee.badge_name, first.attendee.category_title], ['Søren Ærø', 'Søren', 'Free']);
  assert.equal(first.attendee.email, undefined, 'no more of a person than the door needs');
  const other = house.pair(service, 'desk', 'desk-2', 'doors');
  const second = decide(other, ticket);
  assert.equal(second.verdict, 'used');
  assert.deepEqual(second.first, { at: first.at, device: 'desk-1', point: 'Desk' });
});

test('lower case, white space around it and a keyboard layout do no harm', async () => {
  const [a, b, c] = [await attendee('doors'), await attendee('doors'), await attendee('doors')];
  assert.equal(decide(desk, `  ${a.ticket.toLowerCase()}\t`).verdict, 'admitted');
  assert.equal(decide(desk, azerty(b.ticket)).verdict, 'admitted');
  assert.equal(decide(desk, c.ticket.replace(/[YZ]/g, (letter) => ({ Y: 'Z', Z: 'Y' })[letter])).verdict, 'admitted');
});

test('a changed letter is forged, wherever it is', async () => {
  const { ticket } = await attendee('doors');
  for (const at of [10, 60, 110]) assert.equal(decide(desk, changed(ticket, at)).verdict, 'forged', `letter ${at}`);
  assert.equal(decide(desk, ticket).verdict, 'admitted', 'the true one is still good');
});

test('some other code is not ours; one cut short is, with a hint', async () => {
  const { ticket } = await attendee('doors');
  const other = decide(desk, 'https://www.internetsociety.org/');
  assert.deepEqual([other.verdict, other.hint], ['not_ours', undefined]);
  const cut = decide(desk, ticket.slice(0, 80));
  assert.deepEqual([cut.verdict, cut.hint], ['not_ours', 'keyboard_layout']);
});

test('typed on a keyboard of other letters it is damaged, and the hint says so; what others write is some other code', async () => {
  const { ticket } = await attendee('doors');
  const latin = 'QWERTYUIOPASDFGHJKLZXCVBNM';
  const keyboard = (letters, more = {}) => [...`]Q1${ticket}`].map((c) => more[c] ?? (latin.includes(c) ? letters[latin.indexOf(c)] : c)).join('');
  const typed = {
    russian: keyboard([...'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ']), ukrainian: keyboard([...'йцукенгшщзфівапролдячсмить']),
    greek: keyboard([...':ςερτυθιοπασδφγηξκλζχψωβνμ']), hebrew: keyboard([..."/'קראטוןםפשדגכעיחלךזסבהנמצ"]),
    arabic: keyboard(['ض', 'ص', 'ث', 'ق', 'ف', 'غ', 'ع', 'ه', 'خ', 'ح', 'ش', 'س', 'ي', 'ب', 'ل', 'ا', 'ت', 'ن', 'م', 'ئ', 'ء', 'ؤ', 'ر', 'لا', 'ى', 'ة']),
    thai: keyboard([...'ๆไำพะัีรนยฟหกดเ้่าสผปแอิืท'], { 2: '/', 3: '-', 4: 'ภ', 5: 'ถ', 6: 'ุ', 7: 'ึ' }),
    fullWidth: [...`]Q1${ticket}`].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''),
    czech: keyboard([...'QWERTZUIOPASDFGHJKLYXCVBNM'], { 2: 'ě', 3: 'š', 4: 'č', 5: 'ř', 6: 'ž', 7: 'ý', 1: '+', ']': ')' }),
    frenchPrefix: `$A&${azerty(ticket)}`,
  };
  for (const [name, text] of Object.entries(typed)) {
    const result = decide(desk, text);
    assert.deepEqual([result.verdict, result.hint], ['not_ours', 'keyboard_layout'], `${name}: ${text}`);
  }
  for (const text of ['欢迎来到'.repeat(30), 'Добро пожаловать на конференцию, которая начинается завтра утром в большом зале гостиницы, вход свободный', `https://example.org/${'aB3'.repeat(33)}`, 'BEGIN:VCARD', `Passwort${'x'.repeat(20)}`])
    assert.deepEqual([decide(desk, text).verdict, decide(desk, text).hint], ['not_ours', undefined], text);
});

test('what is no code of ours is kept as a digest, of an address the code alone; both are answered again the same', async () => {
  const own = house.pair(service, 'desk', 'private', 'doors');
  await attendee('doors', { name: 'Private Person' });
  const code = house.sql(`SELECT o.code FROM orders o JOIN attendee a USING (event_id, order_id) WHERE a.name = 'Private Person'`)[0][0];
  const results = lines(own.scan(['N:Curie;TEL:+33140469000', `https://example.org/e/doors/r/${code}?k=SECRETPART`]).stdout);
  assert.deepEqual(results.map(({ verdict }) => verdict), ['not_ours', 'admitted']);
  const kept = readdirSync(own.env.LANYARD_DOOR_FOLDER).map((name) => readFileSync(join(own.env.LANYARD_DOOR_FOLDER, name), 'latin1')).join('');
  assert.ok(kept.includes('sha256:') && kept.includes(`/e/doors/r/${code}`));
  for (const part of ['Curie', '33140469000', 'SECRETPART']) assert.ok(!kept.includes(part), part);
});

test('two people in one reading get two verdicts, however they are parted; the same twice is one', async () => {
  for (const between of ['', ',', ' ', ']Q1', '; ', 'x', '\u001d']) {
    const [a, b] = [await attendee('doors'), await attendee('doors')];
    const { stdout } = desk.scan(`]Q1${a.ticket}${between}${b.ticket}${between}${a.ticket}`);
    assert.deepEqual(lines(stdout).map(({ verdict }) => verdict), ['admitted', 'admitted'], JSON.stringify(between));
  }
  const [whole, cut] = [await attendee('doors'), await attendee('doors')];
  assert.deepEqual(lines(desk.scan(`${whole.ticket},${cut.ticket.slice(0, 90)}`).stdout).map(({ verdict, hint }) => [verdict, hint]),
    [['admitted', undefined], ['not_ours', 'keyboard_layout']]);
});

test('a registration code typed at a door leads to its ticket, however it is written', async () => {
  const typed = await attendee('doors', { name: 'Typed Person' });
  const code = house.sql(`SELECT o.code FROM orders o JOIN attendee a USING (event_id, order_id) WHERE a.name = 'Typed Person'`)[0][0];
  const first = decide(desk, ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4).toLowerCase()} `);
  assert.deepEqual([first.verdict, first.hint, first.kind, first.attendee.name], ['admitted', 'by_code', 'ticket', 'Typed Person']);
  assert.equal(decide(desk, typed.ticket).verdict, 'used', 'it is the same person');
  assert.deepEqual((({ verdict, kind }) => [verdict, kind])(decide(hall, code)), ['admitted', 'badge'], 'where badges are wanted');
  assert.equal(decide(desk, `https://example.org/e/doors/r/${code}?k=x`).verdict, 'used', 'a pasted address');
  assert.equal(decide(desk, `https://example.org/e/elsewhere/r/${code}`).verdict, 'wrong_event');
  const none = decide(desk, 'ZZZZ ZZZZ');
  assert.deepEqual([none.verdict, none.hint, none.attendee], ['unknown', 'by_code', undefined]);
  house.sql(`INSERT INTO attendee (event_id, order_id, category, price_window, price, name, badge_name, email)
    SELECT event_id, order_id, category, price_window, price, 'Second Person', 'Second', email FROM attendee WHERE name = 'Typed Person'`);
  assert.deepEqual((({ verdict, attendee }) => [verdict, attendee])(decide(desk, code)), ['undecided', undefined], 'which of a group?');
  assert.equal(decide(desk, `${code}-1`).verdict, 'used');
  assert.equal(decide(desk, `${code}-7`).verdict, 'unknown');
  house.sql(`DELETE FROM attendee WHERE name = 'Second Person'`);
});

test('a badge opens no desk and a ticket no hall', async () => {
  const { ticket, badge } = await attendee('doors');
  assert.equal(decide(desk, badge).verdict, 'wrong_kind');
  assert.equal(decide(hall, ticket).verdict, 'wrong_kind');
  assert.equal(decide(hall, badge).verdict, 'admitted');
});

test('a session’s point takes those who booked it', async () => {
  const [without, booked] = [await attendee('doors'), await attendee('doors', { sessions: ['lab'] })];
  assert.equal(decide(lab, without.badge).verdict, 'not_booked');
  assert.equal(decide(lab, booked.badge).verdict, 'admitted');
});

test('a ticket of another event is told as such', async () => {
  const { ticket } = await attendee('elsewhere');
  assert.equal(decide(desk, ticket).verdict, 'wrong_event');
});

test('cancelled is revoked, with when; why is not the door’s business', async () => {
  const { code, ticket } = await attendee('doors');
  house.admin('registration', 'cancel', '--yes', code, '--reason', 'visa refused');
  const result = decide(desk, ticket);
  assert.equal(result.verdict, 'revoked');
  assert.equal(result.revoked.reason, 'cancelled');
  assert.ok(!JSON.stringify(result).includes('visa'));
  assert.ok(Math.abs(Date.parse(result.revoked.at) - Date.now()) < 3600_000);
});

test('signed by us yet in no list is unknown', async () => {
  const { code, ticket } = await attendee('doors');
  house.sql(`DELETE FROM ticket t USING orders o JOIN attendee a USING (event_id, order_id)
    WHERE o.code = '${code}' AND t.event_id = o.event_id AND t.attendee_id = a.attendee_id AND t.kind = 'ticket'`);
  assert.equal(decide(desk, ticket).verdict, 'unknown');
});

test('a token that is not the stored one admits nobody, though its signature holds', async () => {
  const [mine, other] = [await attendee('doors'), await attendee('doors')];
  // As when somebody signs with a key that leaked, or a ticket was issued anew.
  house.sql(`UPDATE ticket SET token = 'LY' || repeat('A', 116) WHERE token = '${mine.ticket}'`);
  assert.equal(decide(desk, mine.ticket).verdict, 'unknown');
  assert.equal(decide(desk, changed(mine.ticket)).verdict, 'forged');
  assert.equal(decide(desk, `LY${'A'.repeat(116)}`).verdict, 'not_ours', 'nor does what is stored, without a form');
  assert.equal(decide(desk, other.ticket).verdict, 'admitted');
});

test('of a batch, what is stored and what only a signature tells are answered in their order, again too', async () => {
  const { ticket } = await attendee('doors');
  const { post } = await device('mixed');
  const practice = house.admin('ticket', 'practice', '--event', 'doors').trim();
  const forged = { id: randomUUID(), at: '2027-06-08T08:30:00Z', token: changed(ticket) };
  const scans = [forged, ...[ticket, practice, azerty(ticket), 'nonsense', `${ticket.toLowerCase()} `].map((token) => ({ ...forged, id: randomUUID(), token })), forged];
  const verdicts = ['forged', 'admitted', 'practice', 'used', 'not_ours', 'used', 'forged'];
  const results = await post(scans);
  assert.deepEqual(results.map(({ verdict }) => verdict), verdicts);
  assert.deepEqual(results.map(({ repeated }) => repeated), [false, false, false, false, false, false, true]);
  assert.deepEqual((await post(scans)).map(({ verdict, repeated }) => [verdict, repeated]), verdicts.map((verdict) => [verdict, true]));
});

test('a device is shut out the moment it is revoked, however lately it scanned', async () => {
  const [first, second] = [await attendee('doors'), await attendee('doors')];
  const { post, send } = await device('lost');
  const scan = (token) => [{ id: randomUUID(), at: '2027-06-08T08:30:00Z', token }];
  assert.equal((await post(scan(first.ticket)))[0].verdict, 'admitted');
  house.sql("UPDATE device SET revoked_at = now() WHERE name = 'lost'");
  const late = scan(second.ticket);
  const answer = await send(late);
  assert.deepEqual([answer.status, answer.headers.get('www-authenticate')], [401, 'Bearer']);
  assert.deepEqual(house.sql(`SELECT count(*) FROM scan WHERE scan_id = '${late[0].id}'`), [['0']]);
  assert.equal(decide(desk, second.ticket).verdict, 'admitted');
});

test('an order that is not confirmed any more is not confirmed at the door', async () => {
  const { body } = await register(service, 'doors', { category: 'paid' });
  house.admin('payment', 'record', body.code, '--amount', '50', '--reference', 'r1');
  const shown = JSON.parse(house.admin('registration', 'show', body.code, '--format', 'json'));
  // As when a chargeback comes: the state machine has no such way yet, the door must not care.
  house.sql(`ALTER TABLE orders DISABLE TRIGGER USER; UPDATE orders SET status = 'pending_payment' WHERE code = '${body.code}'; ALTER TABLE orders ENABLE TRIGGER USER;`);
  assert.equal(decide(desk, shown.tickets.find(({ kind }) => kind === 'ticket').token).verdict, 'not_confirmed');
});

test('a practice code is practice as often as one likes', () => {
  const practice = house.admin('ticket', 'practice', '--event', 'doors').trim();
  for (let i = 0; i < 2; i++) assert.equal(decide(desk, practice).verdict, 'practice');
  assert.equal(decide(hall, practice).verdict, 'practice');
});

test('--strict tells the worst verdict by the exit status', async () => {
  const { ticket } = await attendee('doors');
  const practice = house.admin('ticket', 'practice', '--event', 'doors').trim();
  assert.equal(desk.scan(ticket, '--strict').status, 0);
  assert.equal(desk.scan([practice], '--strict').status, 11);
  assert.equal(desk.scan([ticket, practice], '--strict').status, 13);
  assert.equal(desk.scan([practice, changed(ticket), ticket], '--strict').status, 21);
  const { ticket: elsewhere } = await attendee('elsewhere');
  assert.equal(hall.scan([practice, ticket], '--strict').status, 16);
  assert.equal(desk.scan([elsewhere, ticket], '--strict').status, 17);
  assert.equal(desk.scan([elsewhere, 'x', ticket], '--strict').status, 20);
  assert.equal(desk.scan([changed(ticket)]).status, 0, 'unasked it only says that the program did its work');
});

test('for people: one line each, plain in a pipe, and no code can command the terminal', async () => {
  const { ticket } = await attendee('doors', { name: 'Zoë Ng', badge_name: 'Zoë' });
  const { stdout } = run(program('lanyard-checkin'), ['scan'], { env: desk.env, input: `${ticket}\n${ticket}\nx\u001b[2J\n` });
  const [good, used, other] = stdout.split('\n');
  assert.match(good, /^ADMITTED +Zoë +Free/);
  assert.match(used, /^USED +Zoë .*since \d\d:\d\d:\d\d at Desk by desk-1/);
  assert.match(other, /^NOT OURS/);
  assert.ok(!stdout.includes('\u001b'), 'no colours in a pipe');
});

test('an id that stands for another scan tells nothing of it, and the scans beside it are decided', async () => {
  const [a, b, other] = [await device('reuse-1'), await device('reuse-2'), await attendee('doors')];
  const { ticket } = await attendee('doors', { name: 'Secret Name' });
  const scan = { id: randomUUID(), token: ticket, at: new Date().toISOString() };
  assert.equal((await a.post([scan]))[0].verdict, 'admitted');
  const reused = { id: scan.id, verdict: 'undecided', hint: 'id_reused', repeated: true };
  const good = { ...scan, id: randomUUID(), token: other.ticket };
  const [first, second] = await a.post([{ ...scan, token: other.ticket }, good]);
  assert.deepEqual([first, second.verdict], [reused, 'admitted']);
  assert.deepEqual(await b.post([scan]), [reused], 'nor to another device');
  const fresh = randomUUID();
  assert.deepEqual((await b.post([{ ...scan, id: fresh }, { ...good, id: fresh }])).map(({ verdict }) => verdict), ['used', 'undecided']);
  assert.equal((await a.post([{ ...scan, at: '2020-01-01T00:00:00Z' }]))[0].verdict, 'admitted', 'the same scan, whatever its time says now');
});

test('any instant that RFC 3339 can write is taken', async () => {
  const { post } = await device('instants');
  const { ticket } = await attendee('doors');
  for (const at of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-06-08t09:00:60z', '2026-06-08 09:00:00+23:59', '1970-01-01T00:00:00.123456789-00:00'])
    assert.match((await post([{ id: randomUUID(), token: ticket, at }]))[0].verdict, /admitted|used/, at);
});

test('a daily point admits once a day of the event, on the nights that clocks change too; an open one always', async () => {
  const [daily, open] = [await device('daily', 'doors', 'daily'), await device('open', 'doors', 'open')];
  const { badge } = await attendee('doors');
  const scans = (instants) => instants.map((at) => ({ id: randomUUID(), token: badge, at }));
  const verdicts = async (device, instants) => (await device.post(scans(instants))).map(({ verdict }) => verdict);
  // Berlin: the 29th of March 2026 has 23 hours, the 25th of October 25.
  assert.deepEqual(await verdicts(daily, ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z']),
    ['admitted', 'admitted', 'used', 'admitted']);
  assert.deepEqual(await verdicts(daily, ['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z']),
    ['admitted', 'admitted', 'used', 'admitted']);
  assert.deepEqual(await verdicts(open, ['2026-03-28T22:59:59Z', '2026-03-28T22:59:59Z']), ['admitted', 'admitted']);
});

test('a laptop whose clock is a day off scans by the service’s time, and is told so', async () => {
  const [behind, ahead, right] = ['behind', 'in-front', 'right'].map((name) => house.pair(service, 'daily', `clock-${name}`, 'doors'));
  const { badge } = await attendee('doors');
  const scan = (door, offset, ...args) => run('faketime', ['-f', offset, program('lanyard-checkin'), 'scan', ...args], { env: { ...door.env, FAKETIME_DONT_FAKE_MONOTONIC: '1' }, input: `${badge}\n` });
  const first = scan(behind, '-1d', '--format', 'json');
  const [{ verdict, at, id }] = lines(first.stdout);
  assert.equal(verdict, 'admitted');
  assert.match(first.stderr, /^This laptop's clock is 2[34] h \d\d min behind the service's: set it\./);
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000, at);
  assert.equal(house.sql(`SELECT abs(extract(epoch FROM received_at - scanned_at)) < 60 FROM scan WHERE scan_id = '${id}'`)[0][0], 't');
  assert.equal(decide(right, badge).verdict, 'used', 'once on one day');
  const last = scan(ahead, '+3h');
  assert.match(last.stderr, /clock is [23] h \d\d min ahead of the service's/);
  assert.match(last.stdout, /^USED .*since \d\d:\d\d:\d\d at Daily by clock-behind/);
});

test('a clock that is days ahead uses up no day to come', async () => {
  const { post } = await device('ahead', 'doors', 'daily');
  const { badge } = await attendee('doors');
  const later = (days) => ({ id: randomUUID(), token: badge, at: new Date(Date.now() + days * 86400_000).toISOString() });
  assert.deepEqual((await post([later(1), later(2)])).map(({ verdict }) => verdict), ['admitted', 'used']);
});

test('a batch that is wrong in form is refused by field, and nothing of it is stored', async () => {
  const { send } = await device('form');
  const good = { id: randomUUID(), token: 'x', at: '2026-06-08T09:00:00Z' };
  const cases = [[[], 'scans'], [Array(501).fill(good), 'scans'], [null, 'scans'], [[good, { ...good, id: 'x' }], 'scans[1].id'], [[good, 1], 'scans[1].id'],
    [[good, { ...good, token: 'x'.repeat(513) }], 'scans[1].token'], [[{ ...good, token: 5 }], 'scans[0].token'], [[{ ...good, at: '2026-02-30T09:00:00Z' }], 'scans[0].at']];
  for (const [scans, field] of cases) {
    const answer = await send(scans);
    assert.deepEqual([answer.status, (await answer.json()).errors[0].field], [422, field]);
  }
  assert.equal(house.sql(`SELECT count(*) FROM scan WHERE scan_id = '${good.id}'`)[0][0], '0');
});

test('what a newer laptop says beyond that is passed over, however much, and hides nothing that is wrong', async () => {
  const { send } = await device('newer');
  const scan = () => ({ id: randomUUID(), token: 'x', at: '2026-06-08T09:00:00Z', mode: { shown: 'ADMITTED' }, operator: 7 });
  const scans = Array.from({ length: 40 }, scan);
  const answer = await send(scans);
  assert.equal(answer.status, 200);
  assert.deepEqual((await answer.json()).results.map(({ id, verdict }) => [id, verdict]), scans.map(({ id }) => [id, 'not_ours']));
  const wrong = await send([...Array.from({ length: 40 }, scan), 'x']);
  assert.deepEqual([wrong.status, (await wrong.json()).errors[0].field], [422, 'scans[40].id']);
});

test('a key is one device’s', async () => {
  const { key } = await device('key-1');
  const { code } = JSON.parse(house.admin('device', 'new', 'key-2', '--point', 'desk', '--event', 'doors', '--format', 'json'));
  const answer = await fetch(`${service.url}/api/v1/devices/pair`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, key }) });
  assert.deepEqual([answer.status, (await answer.json()).errors[0].field], [409, 'key']);
  assert.deepEqual(house.sql("SELECT action FROM audit WHERE detail ->> 'device' = 'key-1' ORDER BY audit_id").flat(), ['device added', 'device paired']);
});

test('a ticket used yesterday says so, however short ago that is', async () => {
  const hour = (zone) => Number(new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format());
  const zone = ['Europe/London', 'America/Los_Angeles', 'Asia/Tokyo'].find((each) => hour(each) < 11);
  house.apply(simpleEvent('morning', { time_zone: zone }));
  const { ticket } = await attendee('morning');
  const { post } = await device('yesterday', 'morning');
  const at = new Date(Math.floor(Date.now() / 3600_000) * 3600_000 - hour(zone) * 3600_000 - 1000).toISOString();
  assert.equal((await post([{ id: randomUUID(), token: ticket, at }]))[0].verdict, 'admitted');
  const today = house.pair(service, 'desk', 'today', 'morning');
  const { stdout } = run(program('lanyard-checkin'), ['scan'], { env: today.env, input: `${ticket}\n` });
  assert.match(stdout, /since \d{4}-\d\d-\d\d 23:59:59 at Desk by yesterday/);
});

test('bytes that are no text, and a text too long, keep nothing after them from being sent', async () => {
  const { ticket } = await attendee('doors');
  const input = Buffer.concat([Buffer.from('\xff\xfe\xe4caf\xe9\n', 'latin1'), Buffer.from(`${'é'.repeat(2000)}\n${ticket}\n`)]);
  const { stdout, status } = run(program('lanyard-checkin'), ['scan', '--format', 'json'], { env: desk.env, input });
  assert.equal(status, 0);
  assert.deepEqual(lines(stdout).map(({ verdict }) => verdict), ['not_ours', 'not_ours', 'admitted']);
  const { journal } = JSON.parse(run(program('lanyard-checkin'), ['status', '--format', 'json'], { env: desk.env }).stdout);
  assert.equal(journal.unsent, 0);
});

test('fifty scans of one ticket at once: one is admitted, forty-nine hear who was and when', async () => {
  const { ticket } = await attendee('doors');
  const devices = [];
  for (let i = 0; i < 50; i++) devices.push(await device(`rush-${i}`));
  const at = new Date().toISOString();
  const results = (await Promise.all(devices.map(({ post }) => post([{ id: randomUUID(), token: ticket, at }])))).flat();
  const admitted = results.filter(({ verdict }) => verdict === 'admitted');
  const used = results.filter(({ verdict }) => verdict === 'used');
  assert.deepEqual([admitted.length, used.length], [1, 49]);
  const [winner] = house.sql(`SELECT d.name FROM scan s JOIN device d USING (event_id, device_id) WHERE s.scan_id = '${admitted[0].id}'`)[0];
  for (const { first } of used) assert.deepEqual(first, { at, device: winner, point: 'Desk' });
});
