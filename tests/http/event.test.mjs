// What an event's file decides about its pages: languages, opening and closing, quotas, consents, the foot.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, sampleEvent, simpleEvent, until } from '../lib/lanyard.mjs';
import { visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
const sample = sampleEvent();
house.apply(sample);
const service = await house.serve();
const { page } = visitor(service);
const [free] = simpleEvent('x').categories;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
const offered = (text) => [...text.matchAll(/<(?:a|button|span)[^>]* lang="([^"]*)"[^>]*>(?:العربية|English|Español|Français|Русский|[^<]*中文)</g)].map(([, lang]) => lang);

test('every text of an event stands in the reader’s language, on its page and in its form', async () => {
  for (const [lang, key] of [['en', 'en'], ['fr', 'fr'], ['es', 'es'], ['ar', 'ar'], ['ru', 'ru'], ['zh', 'zh']]) {
    const event = (await page(`/e/inet2027?lang=${lang}`)).text;
    const form = (await page(`/e/inet2027/register?lang=${lang}`)).text;
    const texts = [sample.title, sample.summary, sample.venue.name, sample.windows[0].title,
      ...sample.categories.flatMap(({ title, description }) => [title, description]), ...sample.sessions.flatMap(({ title, room }) => [title, room])];
    for (const text of texts) assert.ok(event.includes(`<bdi lang="${key}">${escaped(text[key])}</bdi>`), `${lang}: ${text[key]}`);
    for (const { title } of [...sample.consents, ...sample.categories, ...sample.sessions]) {
      assert.ok(form.includes(`<bdi lang="${key}">${escaped(title[key])}</bdi>`), `${lang}: ${title[key]}`);
    }
  }
});

test('the attendee’s page and a refusal name category and session in the reader’s language', async () => {
  const { body } = await register(service, 'inet2027', { category: 'speaker', sessions: ['rpki'] });
  const { text } = await page(`${body.manage_url.replace(service.url, '')}&lang=ru`);
  for (const words of [sample.title.ru, sample.categories.find(({ code }) => code === 'speaker').title.ru, sample.sessions[2].title.ru, sample.sessions[2].room.ru]) {
    assert.ok(text.includes(`<bdi lang="ru">${words}</bdi>`), words);
  }
  house.apply(simpleEvent('narrow', { categories: [{ ...free, title: { en: 'Few', ar: 'قليل' }, capacity: 0 }] }));
  const refused = await fetch(`${service.url}/api/v1/events/narrow/registrations`, { method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': 'ar' },
    body: JSON.stringify({ category: 'free', name: 'A', email: 'a@example.org' }) });
  assert.match(JSON.stringify(await refused.json()), /قليل/);
});

test('an event’s languages are what its pages offer; what has no text in the reader’s is marked as what it is', async () => {
  house.apply(simpleEvent('two', { languages: ['fr', 'ar'], title: { fr: 'Rencontre', ar: 'لقاء' }, summary: 'Une seule langue', categories: [{ ...free, title: { fr: 'Libre' } }] }));
  const chinese = (await page('/e/two', { headers: { 'accept-language': 'zh' } })).text;
  assert.match(chinese, /<html lang="fr"/);
  assert.match((await page('/e/two?lang=ru')).text, /<html lang="fr"/);
  const arabic = (await page('/e/two?lang=ar')).text;
  assert.match(arabic, /<html lang="ar" dir="rtl"/);
  assert.ok(arabic.includes('<bdi lang="ar">لقاء</bdi>') && arabic.includes('<bdi lang="fr">Libre</bdi>') && arabic.includes('<bdi lang="fr">Une seule langue</bdi>'));
  for (const path of ['/e/two', '/e/two/register']) assert.deepEqual([...new Set(offered((await page(`${path}?lang=ar`)).text))].sort(), ['ar', 'fr'], path);
  house.apply(simpleEvent('old', { languages: undefined, title: 'As before' }));
  const old = (await page('/e/old?lang=fr')).text;
  assert.ok(old.includes('<bdi lang="en">As before</bdi>') && /<html lang="fr"/.test(old));
  assert.equal(new Set(offered(old)).size, 6);
});

test('organizer and links stand in the foot of every page of the event, in the reader’s language, and on no other', async () => {
  const { body } = await register(service, 'inet2027', { category: 'speaker' });
  for (const path of ['/e/inet2027?lang=fr', '/e/inet2027/register?lang=fr', `${body.manage_url.replace(service.url, '')}&lang=fr`]) {
    const { text } = await page(path);
    const foot = text.slice(text.indexOf('<footer'));
    assert.ok(foot.includes(`href="${sample.organizer.url}"`) && foot.includes('Internet Society'), path);
    for (const link of Object.values(sample.links)) assert.ok(foot.includes(`href="${link.fr}"`), `${path}: ${link.fr}`);
    assert.match(foot, /Confidentialité/);
  }
  assert.ok(!(await page('/')).text.includes(sample.organizer.url));
});

test('registration is over with the event’s last day, unless its file says otherwise', async () => {
  const past = { starts_on: '2020-01-01', ends_on: '2020-01-03' };
  house.apply(simpleEvent('over', past));
  house.apply(simpleEvent('recorded', { ...past, registration: { opens: null, closes: null, after_end: true } }));
  assert.match((await page('/e/over')).text, /not open at the moment/);
  assert.equal((await register(service, 'over')).status, 409);
  assert.equal((await register(service, 'recorded')).status, 201);
  await until(async () => (await page('/')).text.includes('/e/recorded'), 'the list to have it');
  assert.ok(!(await page('/')).text.includes('/e/over'));
});

test('after the last price there is none: closed, and nothing is free', async () => {
  house.apply(simpleEvent('dear', { windows: [{ code: 'only', title: 'Only', until: '2020-01-01' }], categories: [{ ...free, title: 'Dear', prices: { only: 5000 } }, { ...free, code: 'gratis', title: 'Gratis' }] }));
  for (const path of ['/e/dear', '/e/dear/register']) {
    const { text } = await page(path);
    assert.match(text, /not open at the moment/);
    assert.ok(!/>\s*Free\s*</.test(text), path);
  }
  assert.equal((await register(service, 'dear', { category: 'gratis' })).status, 409);
});

test('a quota is over its categories: on site is full, online goes on', async () => {
  const categories = [{ ...free, code: 'hall' }, { ...free, code: 'stage' }, { ...free, code: 'online', remote: true }, { ...free, code: 'asked', approval: true }];
  const event = simpleEvent('shared', { categories, quotas: [{ code: 'on-site', title: 'On site', capacity: 2, categories: ['hall', 'stage', 'asked'] }] });
  house.apply(event);
  const asked = (await register(service, 'shared', { category: 'asked' })).body.code;
  assert.equal((await register(service, 'shared', { category: 'hall' })).status, 201);
  const second = (await register(service, 'shared', { category: 'stage' })).body.code;
  const refused = await register(service, 'shared', { category: 'hall' });
  assert.equal(refused.status, 409);
  assert.equal((await register(service, 'shared', { category: 'online' })).status, 201);
  await until(async () => ((await page('/e/shared/register')).text.match(/ disabled/g) ?? []).length === 3, 'its three categories to be shown as full');
  assert.equal(house.tryAdmin('registration', 'approve', asked, '--event', 'shared').status, 1, 'approval obeys it');
  house.admin('registration', 'cancel', second, '--event', 'shared', '--yes');
  assert.equal(house.tryAdmin('registration', 'approve', asked, '--event', 'shared').status, 0);
  assert.deepEqual(house.sql("SELECT quota, taken FROM quota JOIN event USING (event_id) WHERE slug = 'shared' AND quota IN ('event', 'quota:on-site') ORDER BY 1"),
    [['event', '3'], ['quota:on-site', '2']]);
  // What a quota takes in can change: it counts what its categories count.
  event.quotas = [{ code: 'all', title: 'All', capacity: 3, categories: ['hall', 'stage', 'asked', 'online'] }];
  house.apply(event);
  assert.equal((await register(service, 'shared', { category: 'online' })).status, 409);
  event.quotas[0].capacity = 2;
  const small = house.tryAdmin('event', 'apply', '-');
  assert.notEqual(small.status, 0);
});

test('as many as there are places in a shared quota, whoever asks for which category at once', async () => {
  house.apply(simpleEvent('rush', { categories: ['a', 'b', 'c'].map((code) => ({ ...free, code })), quotas: [
    { code: 'one', title: 'One', capacity: 20, categories: ['a', 'b'] }, { code: 'two', title: 'Two', capacity: 25, categories: ['b', 'c'] }] }));
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => register(service, 'rush', { category: 'abc'[i % 3], email: `p${i}@example.org` })));
  const taken = Object.fromEntries(house.sql("SELECT quota, taken FROM quota JOIN event USING (event_id) WHERE slug = 'rush'").map(([quota, n]) => [quota, Number(n)]));
  assert.equal(taken['quota:one'], taken['category:a'] + taken['category:b']);
  assert.equal(taken['quota:two'], taken['category:b'] + taken['category:c']);
  assert.ok(taken['quota:one'] <= 20 && taken['quota:two'] <= 25);
  assert.equal(answers.filter(({ status }) => status === 201).length, taken.event);
});

test('a consent is to the words that were read: another wording is another question', async () => {
  const event = simpleEvent('asking', { languages: ['en', 'fr'], consents: [{ code: 'photos', title: { en: 'Photographs are fine', fr: 'D’accord pour les photos' } }] });
  house.apply(event);
  const { body } = await register(service, 'asking', { consents: { photos: true } });
  const given = () => JSON.parse(house.admin('registration', 'show', body.code, '--event', 'asking', '--format', 'json')).consents.photos;
  assert.equal(given(), true);
  assert.deepEqual(house.sql("SELECT g.consent, g.version, g.language FROM attendee_consent g JOIN event USING (event_id) WHERE slug = 'asking'"), [['photos', '1', 'en']]);
  event.consents[0].title.fr = 'Oui aux photographies';
  house.apply(event);
  assert.equal(given(), true, 'the words that were read are the same');
  event.consents[0].title.en = 'Photographs and films are fine, for ever';
  house.apply(event);
  assert.equal(given(), false);
  event.consents[0].title = { en: 'Photographs are fine', fr: 'D’accord pour les photos' };
  house.apply(event);
  assert.equal(given(), true, 'asked again as before');
  assert.equal(house.sql("SELECT count(*) FROM consent_version JOIN event USING (event_id) WHERE slug = 'asking'")[0][0], '3');
});

test('days and minutes are the event’s own, on the nights when clocks change too', () => {
  for (const [given, zone, isEnd, instant] of [
    ['2027-02-28', 'Asia/Kuala_Lumpur', true, '2027-02-28T16:00:00.000Z'], ['2027-02-28T18:00', 'Asia/Kuala_Lumpur', true, '2027-02-28T10:00:00.000Z'],
    ['2027-03-28', 'Europe/Berlin', false, '2027-03-27T23:00:00.000Z'], ['2027-03-28', 'Europe/Berlin', true, '2027-03-28T22:00:00.000Z'],
    ['2027-03-28T02:30', 'Europe/Berlin', false, '2027-03-28T01:00:00.000Z'], ['2027-10-31T02:30', 'Europe/Berlin', false, '2027-10-31T00:30:00.000Z'],
    ['2027-10-31T02:30', 'Europe/Berlin', true, '2027-10-31T01:30:00.000Z'],
    // Havana: midnight twice on 7 November 2021, none on 14 March; of 2027 data of zones before and after 2026 say different things.
    ['2021-11-07', 'America/Havana', false, '2021-11-07T04:00:00.000Z'], ['2021-11-06', 'America/Havana', true, '2021-11-07T04:00:00.000Z'],
    ['2021-03-14', 'America/Havana', false, '2021-03-14T05:00:00.000Z'], ['2021-03-13', 'America/Havana', true, '2021-03-14T05:00:00.000Z'],
    // Santiago: no midnight on 5 September, the hour before it twice on 3 April.
    ['2027-09-05', 'America/Santiago', false, '2027-09-05T04:00:00.000Z'], ['2027-04-03', 'America/Santiago', true, '2027-04-04T04:00:00.000Z'],
    // Lord Howe: half an hour.
    ['2027-04-04T01:45', 'Australia/Lord_Howe', false, '2027-04-03T14:45:00.000Z'], ['2027-04-04T01:45', 'Australia/Lord_Howe', true, '2027-04-03T15:15:00.000Z'],
    ['2027-06-08', 'Pacific/Apia', false, '2027-06-07T11:00:00.000Z']]) {
    assert.equal(house.sql(`SELECT rfc3339(event_instant('${given}', '${zone}', ${isEnd}))`)[0][0], instant, `${given} ${zone} ${isEnd}`);
  }
});

test('one event’s data break no other’s: a zone that is gone hurts nobody who does not ask for it', async () => {
  house.apply(simpleEvent('poisoned'));
  house.sql("UPDATE event SET time_zone = 'Atlantis/Capital' WHERE slug = 'poisoned'");
  assert.equal((await page('/')).status, 200);
  assert.equal((await register(service, 'inet2027', { category: 'speaker' })).status, 201);
});

test('a draft is seen by who has its link, whose try is checked to the end and stored nowhere', async () => {
  house.apply(simpleEvent('sketch', { state: 'draft', registration: { opens: '2027-06-01', closes: null } }));
  assert.equal((await page('/e/sketch')).status, 404);
  const link = house.admin('event', 'preview', '--event', 'sketch', '--base-url', service.url).trim();
  assert.equal((await fetch(link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A'), { redirect: 'manual' })).status, 404);
  const begun = await fetch(link, { redirect: 'manual' });
  assert.equal(begun.status, 303);
  assert.equal(begun.headers.get('location'), '/e/sketch');
  const cookie = begun.headers.get('set-cookie').split(';')[0];
  const seen = await fetch(`${service.url}/e/sketch`, { headers: { cookie, accept: 'text/html' } });
  assert.equal(seen.status, 200);
  const shown = await fetch(`${service.url}/e/sketch/register`, { headers: { cookie, accept: 'text/html' } });
  const cookies = `${cookie}; ${shown.headers.get('set-cookie').split(';')[0]}`;
  const hidden = (text) => Object.fromEntries([...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]));
  const post = async (fields) => (await fetch(`${service.url}/e/sketch/register`, { method: 'POST', redirect: 'manual', headers: { cookie: cookies, accept: 'text/html' }, body: new URLSearchParams(fields) }));
  const typed = { category: 'free', name: 'Tester', email: 'tester@example.org' };
  const first = await post({ ...hidden(await shown.text()), ...typed });
  let text = await first.text();
  if (/name="confirm"/.test(text)) text = await (await post({ ...hidden(text), ...typed, confirm: 'yes' })).text();
  assert.match(text, /Nothing was stored/);
  assert.equal(house.sql("SELECT count(*) FROM orders JOIN event USING (event_id) WHERE slug = 'sketch'")[0][0], '0');
  assert.equal((await page('/e/sketch')).status, 404, 'nobody else sees it');
});
