// What is measured: a row for each way in which a statement is used. A statement without a row fails the suite.
//   statement   name of its file in sql/statements
//   as          role: web, owner, badges
//   what        which case this is
//   params      one SQL expression each; the owner evaluates them in each of the two databases
//   says        what the answer must match in both, or a refusal would be measured instead
//   again       how often it has run before in its session. A service asks the same for days (6: from then on PostgreSQL
//               may keep one plan for all parameters), a command asks once.
const text = (value) => (value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`);
const actor = text('growth');
const slugs = { big: 'big', small: 'small-2' };

// The event itself, and an order, a ticket, a scan of it, as SQL. Scattered, but the same at each run.
const eventId = (event) => `(SELECT event_id FROM event WHERE slug = ${text(slugs[event])})`;
const order = (event, where, column = 'o.code') => `(SELECT ${column}
  FROM orders o JOIN attendee a USING (event_id, order_id)
  WHERE event_id = ${eventId(event)} AND ${where} ORDER BY md5(order_id::text) LIMIT 1)`;
const confirmed = "o.status = 'confirmed'";
const deviceOf = (event, point) => `(SELECT device_id FROM device
  WHERE event_id = ${eventId(event)} AND point = '${point}' AND paired_at IS NOT NULL ORDER BY device_id LIMIT 1)`;
const deviceKey = (event) => `growth.hex(growth.digest('key ${event === 'big' ? 1 : 2} 1'))`;
const pairing = (event) => `growth.hex(growth.digest('code ${event === 'big' ? '1 41' : '2 5'}'))`;
const hash = (what) => `growth.hex(growth.digest(${text(what)}))`;

// Signed in advance for the i-th item of a group; no stored serial is as high.
const tickets = (i) => `(SELECT jsonb_agg(jsonb_build_object('kind', kind, 'serial', 4000000000 + 2 * (${i}) + which,
  'key', (SELECT min(key_number) FROM ticket_key), 'token', growth.token(4000000000 + 2 * (${i}) + which)))
  FROM (VALUES ('ticket', 0), ('badge', 1)) k(kind, which))`;

// A group of registrations of people who are new. `events`: over how many of the events that are open.
const fresh = (count, { event = 'big', category = 'free', events = 0, seen = category === 'member' ? 45000 : 0 } = {}) => `(SELECT jsonb_agg(jsonb_build_object('event', event_id,
    'category', ${text(category)}, 'name', 'Nomsa Dube ' || i, 'badge_name', 'Nomsa', 'email', 'nomsa' || i || '@example.org',
    'affiliation', 'Network Operators', 'country', 'ZA', 'locale', 'en', 'sessions', '["workshop"]'::jsonb,
    'consents', '{"participant_list": true}'::jsonb, 'code', growth.code(100000000 + i), 'key', growth.item(growth.digest('new key ' || i)),
    'input', growth.item(substr(growth.digest('new input ' || i), 1, 16)), 'tickets', ${['free', 'full', 'nobody'].includes(category) ? tickets('i') : "'[]'::jsonb"}, 'seen', ${seen}) ORDER BY i)
  FROM generate_series(0, ${count - 1}) i JOIN (
    SELECT event_id, row_number() OVER (ORDER BY event_id) - 1 AS place FROM event
    WHERE ${events ? "state = 'open' ORDER BY event_id" : `event_id = ${eventId(event)}`} LIMIT ${events || 1}) e ON place = i % ${events || 1})`;

// The same group again that came with these people, whatever has become of them.
const repeated = (count, { event = 'big', where = 'true', input = 'o.input_hash' } = {}) => `(SELECT jsonb_agg(jsonb_build_object('event', event_id,
    'category', category, 'name', name, 'badge_name', badge_name, 'email', email, 'affiliation', affiliation, 'country', country,
    'locale', locale, 'sessions', '[]'::jsonb, 'consents', '{}'::jsonb, 'code', growth.code(100000000 + order_id),
    'key', growth.item(idempotency_key), 'input', growth.item(input), 'tickets', '[]'::jsonb))
  FROM (SELECT *, ${input} AS input FROM orders o JOIN attendee a USING (event_id, order_id)
    WHERE event_id = ${eventId(event)} AND ${where} ORDER BY md5(order_id::text) LIMIT ${count}) asked)`;

// A group of scans. `where` chooses tickets t.
const scans = (count, where, { event = 'big', point = 'desk', at = 'big', token = 't.token', verdict = 'NULL', genuine = false, serial = 't.serial' } = {}) => `(SELECT jsonb_agg(jsonb_build_object(
    'id', md5('new scan ' || serial)::uuid, 'device', ${deviceOf(at, point)}, 'at', now(), 'verdict', ${verdict}::text,
    'kind', kind, 'event', event_id, 'serial', serial, 'token', token, 'genuine', ${genuine}, 'digest', growth.item(growth.digest('new text ' || serial))))
  FROM (SELECT t.event_id, t.kind, ${token} AS token, ${serial} AS serial FROM ticket t WHERE t.event_id = ${eventId(event)} AND t.kind = '${point === 'desk' ? 'ticket' : 'badge'}'
    AND ${where} ORDER BY md5(t.serial::text) LIMIT ${count}) asked)`;
// Codes that were typed, of registrations o; `where` chooses them. place: the event of a pasted address.
const typed = (count, where, { event = 'big', at = 'big', point = 'desk', code = 'code', person = 'NULL', place = 'NULL' } = {}) => `(SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'id', md5('typed ' || code)::uuid, 'device', ${deviceOf(at, point)}, 'at', now(), 'genuine', false, 'digest', growth.item(growth.digest(code)),
    'code', ${code}, 'person', ${person}, 'place', ${place})))
  FROM (SELECT o.code, order_id FROM orders o JOIN attendee a USING (event_id, order_id)
    WHERE event_id = ${eventId(event)} AND ${where} ORDER BY md5(order_id::text) LIMIT ${count}) asked)`;
const scansAgain = (count, where, event = 'big') => `(SELECT jsonb_agg(jsonb_build_object('id', scan_id, 'device', device_id, 'at', scanned_at, 'genuine', false,
    'verdict', NULL, 'kind', kind, 'event', event_id, 'serial', serial, 'digest', growth.item(digest)))
  FROM (SELECT * FROM scan WHERE event_id = ${eventId(event)} AND ${where} ORDER BY md5(scan_id::text) LIMIT ${count}) asked)`;
const admitted = (point) => `EXISTS (SELECT FROM admission a WHERE a.event_id = t.event_id AND a.point = '${point}' AND a.attendee_id = t.attendee_id)`;
const toCome = 't.revoked_at IS NULL AND NOT EXISTS (SELECT FROM admission a WHERE a.event_id = t.event_id AND a.attendee_id = t.attendee_id)';

const notYetHere = `${confirmed} AND NOT EXISTS (SELECT FROM admission d WHERE d.event_id = a.event_id AND d.attendee_id = a.attendee_id)`;

// The file of an event, as it was applied, with changes.
const file = (slug, changes = {}) => `(event_show(${text(slug)}) || ${text(JSON.stringify(changes))}::jsonb)`;

// The event from which all are made: something of every kind, nothing sold out but one category.
export const definition = {
  slug: 'big', title: 'Growth', summary: 'One event of many', state: 'open', starts_on: '2027-06-08', ends_on: '2027-06-10',
  time_zone: 'Asia/Kuala_Lumpur', currency: 'USD', languages: ['en', 'fr'], venue: { name: 'Hall', country: 'MY' }, contact: 'desk@example.org',
  registration: { opens: null, closes: null }, brand: { logo: 'logo.svg' }, capacity: 1_000_000,
  quotas: [{ code: 'shared', title: 'Shared', capacity: 900_000, categories: ['free', 'member'] }], windows: [{ code: 'only', title: 'Only', until: null }],
  categories: [['free', 0], ['member', 45000], ['fellow', 0], ['full', 0], ['nobody', 0]].map(([code, price]) => ({ code, title: `${code} people`, description: '',
    color: '#0b6e8f', capacity: code === 'full' ? 0 : null, approval: code === 'fellow', waiting_list: ['full', 'nobody'].includes(code), prices: { only: price } })),
  sessions: ['workshop', 'dinner', 'unbooked'].map((code) => ({ code, title: code, kind: 'workshop', starts: '2027-06-08T09:00', ends: '2027-06-08T17:00',
    room: '', capacity: 500_000, price: 0 })),
  points: [['desk', 'ticket'], ['hall', 'badge']].map(([code, kind]) => ({ code, title: code, kinds: [kind], entry: 'once', session: null })),
  consents: ['participant_list', 'photos', 'unasked'].map((code) => ({ code, title: code })),
};

// Something that the answer must have so many times.
const times = (count, what) => new RegExp(`^(?:(?:(?!${what})[^])*${what}){${count}}`);

const cases = [];
const row = (statement, as, what, params, says, { again = as === 'web' ? 6 : 1 } = {}) => cases.push({ statement, as, what, params, says, again });
const both = (each) => ['big', 'small'].forEach((event) => each(event, `the ${event} event`, text(slugs[event])));

// Events ------------------------------------------------------------------------------------------------------------
row('ready', 'web', 'whether the database answers', [], /^t/);
row('event_list', 'web', 'what is open', ['NULL', 'NULL', text(50)], /"open"/);
row('event_list', 'web', 'what is open, further on', [text('2027-06-08'), text('small-1'), text(50)], /"open"/);
for (const as of ['owner', 'badges']) row('event_summary', as, 'every event', [], /"small-2"/);
both((event, name, slug) => {
  row('event_public', 'web', name, [slug], /"available"/);
  row('event_show', 'owner', name, [slug], /"points"/);
  row('event_status', 'owner', name, [slug], /"statuses"/);
  for (const as of ['owner', 'badges']) row('event_number', as, name, [slug], /^\d+$/m);
  row('event_apply', 'owner', `${name}, unchanged`, [file(slugs[event]), text('{}'), actor], /"created": false/);
  row('event_apply', 'owner', `${name}, another title and a category more`, [file(slugs[event], { title: 'Renamed',
    categories: [...definition.categories, { ...definition.categories[0], code: 'late' }] }), text('{}'), actor], /"created": false/);
  row('event_apply', 'owner', `${name}, a category left out that is in use`, [file(slugs[event], { categories: definition.categories.slice(1) }), text('{}'), actor], /refusal\.event\.in_use/);
});
row('event_apply', 'owner', 'the big event, places for two who wait', [file('big', { categories: definition.categories.map((category) =>
  (category.code === 'full' ? { ...category, capacity: 2 } : category)) }), text('{}'), actor], /"created": false/);
row('event_apply', 'owner', 'the big event, another title, only tried', [file('big', { title: 'Renamed' }), text('{"dry_run": true}'), actor], /"Renamed"/);
row('event_apply', 'owner', 'the big event, as it was before another change', [file('big', { version: 0 }), text('{}'), actor], /refusal\.event\.stale/);
row('event_apply', 'owner', 'the big event, a session left out that nobody booked', [file('big', { sessions: definition.sessions.slice(0, 2) }), text('{}'), actor], /"created": false/);
row('event_apply', 'owner', 'the big event, a category left out in which nobody is', [file('big', { categories: definition.categories.slice(0, 4) }), text('{}'), actor], /"created": false/);
row('event_apply', 'owner', 'the big event, a consent left out that nobody gave', [file('big', { consents: definition.consents.slice(0, 2) }), text('{}'), actor], /"created": false/);
row('event_judge', 'owner', 'a zone and a time', [text('Europe/Berlin'), text('[{"path": "x", "at": "2027-03-28T02:30"}]')], /"twice": false/);
row('event_public', 'web', 'a name from before', [text('former-2')], /"small-2"/);
row('event_public', 'web', 'a name that is not there', [text('nothing')], /^\s*$/);
row('event_file', 'web', 'the logo', [text('big'), text('0123456789abcdef')], /svg/);
row('event_preview', 'web', 'a draft', [text('big')], /"available"/);
row('event_rename', 'owner', 'a taken name', [text('small-2'), text('big'), actor], /refusal\.event\.taken/);
row('event_delete', 'owner', 'no draft', [text('big'), actor], /refusal\.event\.used/);
row('event_apply', 'owner', 'a new event', [file('big', { slug: 'another', brand: {} }), text('{}'), actor], /"created": true/);

// Registrations -----------------------------------------------------------------------------------------------------
for (const count of [1, 30, 300]) {
  both((event, name) => {
    if (event === 'small' && count > 1) return;
    row('registration_group', 'web', `${count} new in ${name}`, [fresh(count, { event })], times(count, '"outcome" *: *"created"'));
    row('registration_group', 'web', `${count} repeated in ${name}`, [repeated(count, { event })], times(count, '"outcome" *: *"repeated"'));
  });
  row('registration_group', 'web', `${count} new who are to pay`, [fresh(count, { category: 'member' })], times(count, '"outcome" *: *"created"'));
}
row('registration_group', 'web', '30 new for approval', [fresh(30, { category: 'fellow' })], times(30, '"pending_approval"'));
row('registration_group', 'web', '30 new for the waiting list', [fresh(30, { category: 'full' })], times(30, '"waitlisted"'));
row('registration_group', 'web', '30 new in a category for which nobody waits', [fresh(30, { category: 'nobody' })], times(30, '"confirmed"'));
row('registration_group', 'web', '30 new who saw less', [fresh(30, { category: 'member', seen: 44999 })], times(30, '"dearer"'));
row('registration_group', 'web', '30 new in a category that is not there', [fresh(30, { category: 'gone' })], times(30, '"changed"'));
row('registration_group', 'web', '30 new over ten events', [fresh(30, { events: 10 })], times(30, '"created"'));
row('registration_group', 'web', '30 repeated who were cancelled', [repeated(30, { where: "o.status = 'cancelled'" })], /"serial"/);
row('registration_group', 'web', '30 with the key of another input', [repeated(30, { input: "substr(growth.digest('other'), 1, 16)" })], times(30, '"key_reused"'));
for (const as of ['web', 'owner']) {
  both((event, name) => row('registration_find', as, name, [text(slugs[event]), order(event, confirmed)], /"serial"/));
  row('registration_find', as, 'a code that is not there', [text('big'), text('22222222')], /^\s*$/);
}
for (const [what, where] of Object.entries({ 'tickets revoked before': `${confirmed} AND o.order_id % 9 = 0`, 'to pay': "o.status = 'pending_payment'",
  waiting: "o.status = 'waitlisted'", cancelled: "o.status = 'cancelled'" })) {
  row('registration_find', 'web', what, [text('big'), order('big', where)], /"tickets"/);
}
const owing = "o.status = 'pending_payment' AND NOT EXISTS (SELECT FROM payment p WHERE p.event_id = o.event_id AND p.order_id = o.order_id)";
const paid = "EXISTS (SELECT FROM payment p WHERE p.event_id = o.event_id AND p.order_id = o.order_id AND p.amount = o.amount AND p.reference <> 'cash')";
both((event, name) => {
  row('registration_pay', 'owner', `${name}, in full`, [text(slugs[event]), order(event, owing), '45000', text('new'), tickets(0), actor], /"confirmed"/);
  row('registration_approve', 'owner', `${name}, an application`, [text(slugs[event]), order(event, "o.status = 'pending_approval'"), "'[]'", tickets(0), actor], /"confirmed"/);
  row('registration_decline', 'owner', name, [text(slugs[event]), order(event, "o.status = 'pending_approval'"), text('too late'), actor], /"declined"/);
  row('registration_cancel', 'owner', `${name}, confirmed`, [text(slugs[event]), order(event, confirmed), text('ill'), actor], /"cancelled"/);
});
both((event, name) => {
  const its = [text(slugs[event])];
  row('registration_history', 'owner', name, [...its, order(event, paid)], /"payment recorded"/);
  row('registration_pay', 'owner', `${name}, with a reference that many have`, [...its, order(event, owing), '45000', text('cash'), tickets(0), actor], /"elsewhere": \["/);
  row('registration_reconsider', 'owner', name, [...its, order(event, "o.status = 'declined'"), text('typo'), actor], /"pending_approval"/);
  row('registration_restore', 'owner', name, [...its, order(event, "o.status = 'cancelled'"), "'[]'", text('typo'), tickets(0), actor], /"confirmed"/);
  row('registration_reverse', 'owner', name, [...its, order(event, paid), order(event, paid, "'transfer ' || order_id"), text('typo'), actor], /"pending_payment"/);
  row('registration_refund', 'owner', `${name}, nothing`, [...its, order(event, paid), '100', text('back'), actor], /refusal\.payment\.refund/);
  row('registration_replace_secret', 'owner', name, [...its, order(event, paid), text('lost'), actor], /1/);
});
row('registration_history', 'owner', 'a payment whose reference many have', [text('big'), order('big', "EXISTS (SELECT FROM payment p WHERE p.event_id = o.event_id AND p.order_id = o.order_id AND p.reference = 'cash')")], /"elsewhere": \["/);
row('registration_history', 'owner', 'a code that is not there', [text('big'), text('22222222')], /^\s*$/);
row('registration_approve', 'owner', 'without a session', [text('big'), order('big', "o.status = 'pending_approval' AND EXISTS (SELECT FROM attendee_session s WHERE s.event_id = a.event_id AND s.attendee_id = a.attendee_id AND s.session = 'workshop')"), `'["workshop"]'`, tickets(0), actor], /"confirmed"/);
row('registration_pay', 'owner', 'a part', [text('big'), order('big', owing), '100', text('new'), tickets(0), actor], /"pending_payment"/);
row('registration_pay', 'owner', 'repeated', [text('big'), order('big', paid), '45000', order('big', paid, "'transfer ' || order_id"), tickets(0), actor], /"repeated": true/);
row('registration_approve', 'owner', 'repeated', [text('big'), order('big', "o.first_status = 'pending_approval' AND o.status = 'confirmed'"), "'[]'", tickets(0), actor], /"confirmed"/);
row('registration_approve', 'owner', 'from the waiting list, which is full', [text('big'), order('big', "o.status = 'waitlisted'"), "'[]'", tickets(0), actor], /refusal\.order\.full/);
row('registration_cancel', 'owner', 'while it waits', [text('big'), order('big', "o.status = 'waitlisted'"), text('ill'), actor], /"cancelled"/);
row('registration_cancel', 'owner', 'repeated', [text('big'), order('big', "o.status = 'cancelled'"), text('ill'), actor], /"cancelled"/);
const list = (event, status, search, most) => [text(slugs[event]), text(status), text(search), text(most), 'NULL'];
const find = (event, search) => [text(slugs[event]), 'NULL', search, '50', 'NULL'];
both((event, name) => row('order_events', 'web', name, [order(event, confirmed)], /\[/));
row('registration_list', 'owner', 'the newest 50 of the big event', list('big', null, null, 50), /"code"/);
row('registration_list', 'owner', 'all of the big event', list('big', null, null, null), /"code"/);
row('registration_list', 'owner', 'all of the small event', list('small', null, null, null), /"code"/);
row('registration_list', 'owner', '50 confirmed of the big event', list('big', 'confirmed', null, 50), /"confirmed"/);
row('registration_list', 'owner', '20 waiting of the big event, who are few', list('big', 'waitlisted', null, 20), /"waitlisted"/);
row('registration_list', 'owner', '50 overpaid of the big event, who are few', list('big', 'overpaid', null, 50), /"cancelled"/);
row('registration_list', 'owner', '50 of the big event, further on', [text('big'), 'NULL', 'NULL', '50', order('big', confirmed)], /"code"/);
both((event, name) => {
  row('registration_list', 'owner', `a search for one person of ${name}`, find(event, order(event, confirmed, 'email')), /"email"/);
  row('registration_list', 'owner', `a search for a part of a code of ${name}`, find(event, order(event, confirmed, 'substr(o.code, 3)')), /"email"/);
  row('registration_fold', 'owner', `those of ${name} who came since`, [text(slugs[event]), text(2000)], /^\d+$/m);
});
row('registration_list', 'owner', 'a search for the end of a name', find('big', "(SELECT substr(name, 3) FROM attendee WHERE attendee_id = 2002)"), /"email"/);
row('registration_list', 'owner', 'a search for one who came just now', find('big', `(SELECT substr(code, 2) FROM orders WHERE event_id = ${eventId('big')} ORDER BY order_id DESC LIMIT 1)`), /"email"/);
row('registration_list', 'owner', 'a search for nobody', find('big', text('王小明')), /^\s*$/);
row('registration_list', 'owner', 'a search for a whole code', [text('big'), 'NULL', order('big', confirmed), '50', 'NULL'], /"code"/);

// The door ----------------------------------------------------------------------------------------------------------
for (const count of [1, 30, 300]) {
  row('scan_group', 'web', `${count} who come`, [scans(count, toCome)], times(count, '"admitted"'));
  row('scan_group', 'web', `${count} who have come`, [scans(count, `t.revoked_at IS NULL AND ${admitted('desk')}`)], times(count, '"used"'));
  row('scan_group', 'web', `${count} who come by their code`, [typed(count, notYetHere)], times(count, '"admitted"'));
  row('scan_group', 'web', `${count} scans repeated`, [scansAgain(count, "point = 'desk'")], times(count, '"repeated" *: *true'));
}
row('scan_group', 'web', 'one who comes to the small event', [scans(1, toCome, { event: 'small', at: 'small' })], /"admitted"/);
row('scan_group', 'web', 'one who comes to the small event by a code', [typed(1, notYetHere, { event: 'small', at: 'small' })], /"admitted"/);
row('scan_group', 'web', '30 who come by a pasted address', [typed(30, notYetHere, { place: text('big') })], times(30, '"admitted"'));
row('scan_group', 'web', '30 badges by their code, of each the first person', [typed(30, notYetHere, { point: 'hall', person: '1' })], times(30, '"admitted"'));
row('scan_group', 'web', '30 codes of who has been here', [typed(30, `${confirmed} AND NOT (${notYetHere}) AND EXISTS (SELECT FROM ticket t WHERE t.event_id = a.event_id AND t.attendee_id = a.attendee_id AND ${admitted('desk')})`)], times(30, '"used"'));
row('scan_group', 'web', '30 codes of who is to pay', [typed(30, "o.status = 'pending_payment'")], times(30, '"not_confirmed"'));
row('scan_group', 'web', '30 codes that are not there', [typed(30, confirmed, { code: "growth.code(100000000 + order_id)" })], times(30, '"unknown"'));
row('scan_group', 'web', '30 codes of another event', [typed(30, confirmed, { place: text('small-2') })], times(30, '"wrong_event"'));
row('scan_group', 'web', '30 badges', [scans(30, toCome, { point: 'hall' })], times(30, '"admitted"'));
row('scan_group', 'web', '30 revoked', [scans(30, 't.revoked_at IS NOT NULL')], times(30, '"revoked" *: *[{]'));
row('scan_group', 'web', '30 unknown', [scans(30, 'true', { serial: '4000000000 + t.serial', genuine: true })], times(30, '"unknown"'));
row('scan_group', 'web', '30 whose token is not the stored one', [scans(30, 'true', { token: "'LY'" })], times(30, '"unchecked"'));
row('scan_group', 'web', '30 forged', [scans(30, 'true', { verdict: "'forged'" })], times(30, '"forged"'));
row('scan_group', 'web', 'a ticket of another event', [scans(1, 't.revoked_at IS NULL', { event: 'small' })], /"wrong_event"/);
both((event, name, slug) => {
  row('device_list', 'owner', name, [slug], /"door-1"/);
  row('device_new', 'owner', name, [slug, text('another'), text('desk'), hash('another'), actor], /"expires_at"/);
  row('device_revoke', 'owner', name, [slug, text('door-1'), actor], /"door-1"/);
  row('device_pair', 'web', name, [pairing(event), hash('its key')], /"device"/);
  row('device_find', 'web', name, [deviceKey(event)], /"device"/);
  row('device_number', 'web', name, [deviceKey(event)], /^\d+$/m);
});
row('device_pair', 'web', 'a code that is not there', [hash('guessed'), hash('its key')], /unknown/);
row('device_find', 'web', 'a key that is not there', [hash('guessed')], /^\s*$/);
row('device_number', 'web', 'a key that is not there', [hash('guessed')], /^\s*$/);

// Tickets, badges, what is counted ----------------------------------------------------------------------------------
row('ticket_serials', 'web', 'a block', [], /^\d+$/m);
row('ticket_serials', 'owner', 'a block', [], /^\d+$/m);
row('key_list', 'web', 'all', [], /"public"/);
row('key_list', 'owner', 'all', [], /"public"/);
row('key_next', 'owner', 'the next number', [], /^\d+$/m);
row('key_add', 'owner', 'a key', [text(200), text('00'.repeat(32)), text('00'.repeat(60)), actor], /200/);
row('key_retire', 'owner', 'a key', ['(SELECT min(key_number) FROM ticket_key)', actor], /"left"/);
const badges = (event, { category = null, code = 'NULL', sort, most = null }) =>
  [eventId(event), text(category), code, text(sort), text(most)];
for (const [statement, sort, says] of [['badge_rows', 'name', /LY1/]]) {
  row(statement, 'badges', 'all of the big event', badges('big', { sort }), says);
  row(statement, 'badges', 'all of the small event', badges('small', { sort }), says);
  row(statement, 'badges', 'one category of the big event', badges('big', { category: 'fellow', sort }), says);
  row(statement, 'badges', 'one code', badges('big', { code: order('big', confirmed), sort }), says);
  row(statement, 'badges', 'one code of the small event', badges('small', { code: order('small', confirmed), sort }), says);
  row(statement, 'badges', 'the first of the big event', badges('big', { sort, most: 1 }), says);
}
both((event, name, slug) => {
  row('badge_event', 'badges', name, [slug], /"categories"/);
  row('print_run_add', 'badges', name, [slug, text('{"sort": "name"}'), '10', '2', hash('a file')], /"run"/);
});
row('metrics', 'web', 'all', [], /"registrations"/);

export { cases };
