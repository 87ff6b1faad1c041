// What is so until an instant and from it on, in zones of every kind: PostgreSQL's clock, and the service's, stand a second before it
// and on it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent, sleep } from '../lib/lanyard.mjs';
import { Clock } from '../lib/clock.mjs';
import { field, visitor } from '../lib/visitor.mjs';

const clock = new Clock('2026-01-01T00:00:00Z');
after(() => clock.close());
const house = new House();
after(() => house.close());

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
  { zone: 'havana', until: '2027-02-28', at: '2027-03-01T05:00:00Z' },
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
  { zone: 'havana', until: '2027-11-06', at: '2027-11-07T04:00:00Z' },
  { zone: 'havana', opens: '2027-11-07', at: '2027-11-07T04:00:00Z' },
  { zone: 'havana', opens: '2027-11-07T00:30', at: '2027-11-07T04:30:00Z' },
  { zone: 'havana', closes: '2027-11-07T00:30', at: '2027-11-07T05:30:00Z' },
  { zone: 'havana', last: '2027-11-06', at: '2027-11-07T04:00:00Z' },
  { zone: 'havana', last: '2027-11-07', at: '2027-11-08T05:00:00Z' },
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
  { zone: 'havana', until: '2027-03-13', at: '2027-03-14T05:00:00Z' },
  { zone: 'havana', opens: '2027-03-14', at: '2027-03-14T05:00:00Z' },
  { zone: 'santiago', until: '2027-09-04', at: '2027-09-05T04:00:00Z' },
  { zone: 'santiago', opens: '2027-09-05', at: '2027-09-05T04:00:00Z' },
  { zone: 'santiago', last: '2027-09-04', at: '2027-09-05T04:00:00Z' },
  // a minute that there is not: when clocks go forward
  { zone: 'havana', opens: '2027-03-14T00:30', at: '2027-03-14T05:00:00Z' },
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
const service = await house.serve({ env: clock.moved });
const { page, visit } = visitor(service);

// What API, page and desk say of it, as one word each.
async function look({ slug }) {
  const told = await (await fetch(`${service.url}/api/v1/events/${slug}`)).json();
  const { text } = await page(`/e/${slug}?lang=en`);
  const { status, body } = await register(service, slug, { category: 'paid' });
  return {
    api: [told.open ? 'open' : told.upcoming ? 'upcoming' : 'closed', told.open ? told.categories[0].price : null],
    page: [text.includes(`/e/${slug}/register`) ? 'open' : text.includes('Registration opens on') ? 'upcoming' : 'closed', text.includes('US$10.00') && !text.includes('then US$10.00') ? 1000 : null],
    desk: status === 201 ? body.amount : body.status,
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
for (const one of cases) test(`${one.name}: right a second before ${one.at} and on it`, () => assert.deepEqual(one.seen, wanted[one.kind]));
