// What is so until an instant and from it on, in zones of every kind: PostgreSQL's clock, and the service's, stand a second before it
// and on it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent, sleep } from '../lib/lanyard.mjs';
import { Clock } from '../lib/clock.mjs';
import { field, visitor } from '../lib/visitor.mjs';

const clock = new Clock('2026-01-01T00:00:00Z');
let house;
after(async () => {
  await house?.close();
  clock.close();
});
house = new House();

const [free] = simpleEvent('x').categories;
const zones = { berlin: 'Europe/Berlin', kuala: 'Asia/Kuala_Lumpur', apia: 'Pacific/Apia', howe: 'Australia/Lord_Howe', havana: 'America/Havana', santiago: 'America/Santiago', casey: 'Antarctica/Casey', utc: 'UTC' };
const later = (day, years = 1) => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

// An event that is far ahead and open, but for what a case says.
const eventOf = (slug, { zone, opens = null, closes = null, until = null, last, afterEnd = false }) => simpleEvent(slug, {
  time_zone: zones[zone], venue: {}, starts_on: last ?? later((opens ?? closes ?? until).slice(0, 8) + '15'), ends_on: last ?? later((opens ?? closes ?? until).slice(0, 8) + '16'),
  registration: { opens, closes, after_end: afterEnd },
  windows: until ? [{ code: 'early', title: 'Early', until }, { code: 'late', title: 'Late', until: null }] : [{ code: 'late', title: 'Late', until: null }],
  categories: [{ ...free, code: 'paid', title: 'Paid', prices: until ? { early: 1000, late: 2000 } : { late: 2000 } }],
});

// Where clocks change the instants are the IANA's rules', by hand.
const cases = [
  // a day: its first minute as a beginning, its last as an end
  { zone: 'berlin', until: '2027-02-28', at: '2027-02-28T23:00:00Z' },
  { zone: 'kuala', until: '2027-02-28', at: '2027-02-28T16:00:00Z' },
  { zone: 'apia', until: '2027-02-28', at: '2027-02-28T11:00:00Z' },
  { zone: 'howe', until: '2027-02-28', at: '2027-02-28T13:00:00Z' },
  { zone: 'havana', until: '2021-02-28', at: '2021-03-01T05:00:00Z' },
  { zone: 'santiago', until: '2027-02-28', at: '2027-03-01T03:00:00Z' },
  { zone: 'utc', until: '2027-02-28', at: '2027-03-01T00:00:00Z' },
  { zone: 'kuala', opens: '2027-02-01', at: '2027-01-31T16:00:00Z' },
  { zone: 'santiago', closes: '2027-02-28', at: '2027-03-01T03:00:00Z' },
  { zone: 'berlin', last: '2027-06-10', at: '2027-06-10T22:00:00Z' },
  // a minute
  { zone: 'kuala', until: '2027-02-28T18:00', at: '2027-02-28T10:00:00Z' },
  { zone: 'kuala', opens: '2027-02-01T09:30', at: '2027-02-01T01:30:00Z' },
  { zone: 'apia', closes: '2027-02-28T18:00', at: '2027-02-28T05:00:00Z' },
  // a midnight that there is twice, as clocks go back from one to midnight
  { zone: 'havana', until: '2021-11-06', at: '2021-11-07T04:00:00Z' },
  { zone: 'havana', opens: '2021-11-07', at: '2021-11-07T04:00:00Z' },
  { zone: 'havana', opens: '2021-11-07T00:30', at: '2021-11-07T04:30:00Z' },
  { zone: 'havana', closes: '2021-11-07T00:30', at: '2021-11-07T05:30:00Z' },
  { zone: 'havana', last: '2021-11-06', at: '2021-11-07T04:00:00Z' },
  { zone: 'havana', last: '2021-11-07', at: '2021-11-08T05:00:00Z' },
  // the hour before midnight twice
  { zone: 'santiago', until: '2027-04-03', at: '2027-04-04T04:00:00Z' },
  { zone: 'santiago', closes: '2027-04-03T23:30', at: '2027-04-04T03:30:00Z' },
  { zone: 'santiago', opens: '2027-04-03T23:30', at: '2027-04-04T02:30:00Z' },
  { zone: 'santiago', opens: '2027-04-04', at: '2027-04-04T04:00:00Z' },
  // half an hour twice
  { zone: 'howe', closes: '2027-04-04T01:45', at: '2027-04-03T15:15:00Z' },
  { zone: 'howe', opens: '2027-04-04T01:45', at: '2027-04-03T14:45:00Z' },
  { zone: 'berlin', until: '2027-10-31T02:30', at: '2027-10-31T01:30:00Z' },
  // three hours twice
  { zone: 'casey', opens: '2010-03-05T01:00', at: '2010-03-04T14:00:00Z' },
  { zone: 'casey', closes: '2010-03-05T01:00', at: '2010-03-04T17:00:00Z' },
  // a midnight that there is not
  { zone: 'havana', until: '2021-03-13', at: '2021-03-14T05:00:00Z' },
  { zone: 'havana', opens: '2021-03-14', at: '2021-03-14T05:00:00Z' },
  { zone: 'santiago', until: '2027-09-04', at: '2027-09-05T04:00:00Z' },
  { zone: 'santiago', opens: '2027-09-05', at: '2027-09-05T04:00:00Z' },
  { zone: 'santiago', last: '2027-09-04', at: '2027-09-05T04:00:00Z' },
  // a minute that there is not: when clocks go forward
  { zone: 'havana', opens: '2021-03-14T00:30', at: '2021-03-14T05:00:00Z' },
  { zone: 'berlin', until: '2027-03-28T02:30', at: '2027-03-28T01:00:00Z' },
  { zone: 'howe', closes: '2027-10-03T02:15', at: '2027-10-02T15:30:00Z' },
  // a whole day that there was not
  { zone: 'apia', opens: '2011-12-30', at: '2011-12-30T10:00:00Z' },
  { zone: 'apia', until: '2011-12-30', at: '2011-12-30T10:00:00Z' },
  { zone: 'apia', until: '2011-12-30T18:00', at: '2011-12-30T10:00:00Z' },
  { zone: 'apia', last: '2011-12-29', at: '2011-12-30T10:00:00Z' },
].map((one, i) => ({ ...one, slug: `${one.zone}-${i}`, kind: one.opens ? 'opens' : one.until ? 'until' : 'closes',
  name: `${zones[one.zone]}, ${one.opens ? `opens ${one.opens}` : one.closes ? `closes ${one.closes}` : one.until ? `until ${one.until}` : `last day ${one.last}`}` }));
for (const one of cases) house.apply(eventOf(one.slug, one));
const plain = (html) => html.replaceAll(/<[^>]*>/g, '');
const service = await house.serve({ env: clock.moved });
const { page, visit } = visitor(service);

// What API, page and desk say of it, as one word each.
async function look({ slug }) {
  const told = await (await fetch(`${service.url}/api/v1/events/${slug}`)).json();
  const { text } = await page(`/e/${slug}?lang=en`);
  const { status, body } = await register(service, slug, { category: 'paid' });
  return {
    api: [told.open ? 'open' : told.upcoming ? 'upcoming' : 'closed', told.open ? told.categories[0].price : null],
    page: [text.includes(`/e/${slug}/register`) ? 'open' : text.includes('Registration opens on') ? 'upcoming' : 'closed', text.includes('US$10.00') ? 1000 : null],
    desk: status === 201 ? body.amount : body.status,
    says: plain(text),
  };
}
const wanted = {
  opens: [{ api: ['upcoming', null], page: ['upcoming', null], desk: 409 }, { api: ['open', 2000], page: ['open', null], desk: 2000 }],
  until: [{ api: ['open', 1000], page: ['open', 1000], desk: 1000 }, { api: ['open', 2000], page: ['open', null], desk: 2000 }],
  closes: [{ api: ['open', 2000], page: ['open', null], desk: 2000 }, { api: ['closed', null], page: ['closed', null], desk: 409 }],
};
// All before, then all after: what the service knows of an event it knows for a second.
for (const side of [0, 1]) {
  await sleep(side * 1100);
  for (const one of cases) {
    clock.set(one.at, side - 1);
    one.seen = [...(one.seen ?? []), await look(one)];
  }
}
for (const one of cases) {
  test(`${one.name}: right a second before ${one.at} and on it`, () => assert.deepEqual(one.seen.map(({ says, ...rest }) => rest), wanted[one.kind]));
}

test('what holds until when is said with its hour and zone, as the zone is by then, until it is over; and the price that follows', () => {
  const texts = {
    'Asia/Kuala_Lumpur, until 2027-02-28': 'these prices hold until the end of 28 February 2027 (Kuala Lumpur, UTC+8)',
    'Asia/Kuala_Lumpur, until 2027-02-28T18:00': 'these prices hold until 28 February 2027 at 18:00 (Kuala Lumpur, UTC+8)',
    'Asia/Kuala_Lumpur, opens 2027-02-01T09:30': 'Registration opens on 1 February 2027 at 09:30 (Kuala Lumpur, UTC+8).',
    'Europe/Berlin, until 2027-02-28': 'until the end of 28 February 2027 (Berlin, UTC+1)',
    'Pacific/Apia, closes 2027-02-28T18:00': 'Registration closes on 28 February 2027 at 18:00 (Apia, UTC+13).',
    'America/Santiago, closes 2027-02-28': 'Registration closes at the end of 28 February 2027 (Santiago, UTC−3).',
    'America/Havana, opens 2021-11-07': 'Registration opens on 7 November 2021 (Havana, UTC−5).',
    'America/Havana, closes 2021-11-07T00:30': 'Registration closes on 7 November 2021 at 00:30 (Havana, UTC−5).',
    'America/Havana, until 2021-03-13': 'until the end of 13 March 2021 (Havana, UTC−5)',
    'Australia/Lord_Howe, closes 2027-04-04T01:45': 'closes on 4 April 2027 at 01:45 (Lord Howe, UTC+10:30)',
  };
  for (const [name, text] of Object.entries(texts)) {
    const { seen: [before, since] } = cases.find((one) => one.name === name);
    assert.ok(before.says.includes(text), `${name}: ${before.says}`);
    assert.ok(!since.says.includes(text), `${name}: ${since.says}`);
  }
  const { seen: [before, since] } = cases.find(({ kind }) => kind === 'until');
  assert.match(before.says, /US\$10\.00 then US\$20\.00/);
  assert.ok(!since.says.includes('then'), since.says);
});

// A price that was shown holds half an hour longer, wherever it was shown last.
for (const [zone, until, at] of [['berlin', '2021-03-28T02:30', '2021-03-28T01:00:00Z'], ['havana', '2021-11-06', '2021-11-07T04:00:00Z']]) {
  test(`${zones[zone]}, until ${until}: who has seen the price on the form, on the page behind it or by the API has it half an hour longer`, async () => {
    const slug = `grace-${zone}`;
    house.apply(eventOf(slug, { zone, until }));
    const owes = ({ location }) => house.sql(`SELECT amount, price_window FROM orders JOIN attendee USING (event_id, order_id) WHERE code = '${/\/r\/([A-Z0-9]{8})/.exec(location)[1]}'`)[0].join(' ');
    const known = () => sleep(1100); // what the service knows of the event is older than the clock
    clock.set(at, -1);
    const [onForm, late, changing] = [await visit(slug), await visit(slug), await visit(slug)];
    const onCheck = await visit(slug);
    const checked = await onCheck.check({ category: 'paid' });
    const checkedLate = await late.check({ category: 'paid' });
    assert.match(checked.text, /US\$10\.00/);

    clock.set(at, 30 * 60 - 1);
    await known();
    const shown = await onForm.check({ category: 'paid', window: field(onForm.form.text, 'window') });
    assert.match(plain(shown.text), /Register and pay US\$10\.00/);
    assert.equal(owes(await onForm.confirm(shown)), '1000 early');
    const wrong = await changing.check({ category: 'paid', window: field(changing.form.text, 'window'), name: '' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /US\$10\.00/);
    assert.equal(field(wrong.text, 'window'), 'early');
    assert.equal(owes(await onCheck.confirm(checked)), '1000 early');
    assert.equal((await register(service, slug, { category: 'paid', amount: 1000 })).body.amount, 1000);
    assert.equal((await register(service, slug, { category: 'paid' })).body.amount, 2000);
    assert.equal((await register(service, slug, { category: 'paid', amount: 999 })).status, 409);
    const fresh = await visit(slug);
    assert.equal(field(fresh.form.text, 'window'), 'late');
    assert.match(plain((await fresh.check({ category: 'paid', window: 'late' })).text), /Register and pay US\$20\.00/);

    clock.set(at, 30 * 60);
    await known();
    const refused = await late.confirm(checkedLate);
    assert.equal(refused.status, 409);
    assert.match(plain(refused.text), /US\$10\.00 was shown, it is US\$20\.00 now/);
    assert.equal(owes(await late.confirm(refused)), '2000 late');
    assert.match(plain((await changing.check({ category: 'paid', window: 'early' })).text), /Register and pay US\$20\.00/);
    assert.equal((await register(service, slug, { category: 'paid', amount: 1000 })).status, 409);
  });
}
