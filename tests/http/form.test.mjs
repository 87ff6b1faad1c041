// The form as a browser fills and sends it, over plain HTTP.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, sampleEvent, simpleEvent, until } from '../lib/lanyard.mjs';
import { field, hiddenFields, isCheck, visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
house.apply(sampleEvent());
house.apply(simpleEvent('simple'));
const service = await house.serve();
const { page, visit } = visitor(service);
const orders = () => Number(house.sql('SELECT count(*) FROM orders')[0][0]);

test('the form registers and leads to the attendee’s own page', async () => {
  const { send } = await visit('inet2027');
  const answer = await send({ category: 'speaker', name: 'Минь <Khai>', country: 'VN', 'sessions[]': ['ntw', 'dnssec'], 'consents.photos': 'yes' });
  assert.equal(answer.status, 303);
  const own = await page(answer.location);
  assert.equal(own.status, 200);
  for (const text of ['Confirmed', 'Минь &lt;Khai&gt;', 'Network Training Workshop', 'DNSSEC', 'Kuala Lumpur']) assert.ok(own.text.includes(text), text);
  const code = /\/r\/([A-Z0-9]{8})/.exec(answer.location)[1];
  assert.deepEqual(house.sql(`SELECT country, consent FROM attendee JOIN orders USING (event_id, order_id)
    JOIN attendee_consent USING (event_id, attendee_id) WHERE code = '${code}'`), [['VN', 'photos']]);
});

test('a wrong form keeps every value and names each wrong field', async () => {
  const { send } = await visit('inet2027');
  const before = orders();
  const { status, text } = await send({ category: 'student', name: '', email: 'not an address', badge_name: 'Ámina "A"', affiliation: 'R&D',
    country: 'SN', 'sessions[]': ['dnssec', 'dinner'], 'consents.photos': 'yes' });
  assert.equal(status, 422);
  assert.equal(field(text, 'email'), 'not an address');
  assert.equal(field(text, 'badge_name'), 'Ámina &quot;A&quot;');
  assert.equal(field(text, 'affiliation'), 'R&amp;D');
  assert.match(text, /value="student"[^>]* checked/);
  assert.match(text, /<option value="SN" selected>/);
  for (const code of ['dnssec', 'dinner']) assert.match(text, new RegExp(`value="${code}"[^>]* checked`));
  assert.ok(!/value="ntw"[^>]* checked/.test(text));
  assert.match(text, /name="consents.photos" value="yes"[^>]* checked/);
  for (const name of ['name', 'email']) {
    assert.match(text, new RegExp(`href="#f-${name}"`));
    assert.match(text, new RegExp(`id="e-${name}"`));
    assert.match(text, new RegExp(`id="f-${name}"[^>]*aria-describedby="h-${name} e-${name}" aria-invalid="true"`));
  }
  assert.ok(!text.includes('href="#f-category"'));
  assert.equal(orders(), before);
});

test('the summary names fields, in the page’s order', async () => {
  const { send } = await visit('inet2027');
  const { text } = await send({ category: '', name: '', email: '', 'sessions[]': 'nothing', country: 'QQ' });
  assert.deepEqual([...text.matchAll(/<li><a href="#f-([a-z_]+)">([^<]+) — /g)].map((match) => match.slice(1, 3)), [
    ['category', 'What are you registering as?'], ['name', 'Your full name'], ['email', 'E-mail address'], ['country', 'Country or region'],
    ['sessions', 'Book a place']]);
});

test('the form again, pressed twice, is one registration', async () => {
  const { send } = await visit();
  const before = orders();
  const [first, second] = await Promise.all([send(), send()]);
  assert.equal(first.status, 303);
  assert.equal(first.location, second.location);
  assert.equal(orders(), before + 1);
});

test('a form gone back to and changed asks before it registers another person', async () => {
  const { send } = await visit();
  assert.equal((await send()).status, 303);
  const again = await send({ name: 'Somebody Else' });
  assert.equal(again.status, 422);
  assert.match(again.text, /already sent/);
  assert.ok(!again.text.includes('#f-Idempotency'));
  assert.equal(field(again.text, 'name'), 'Somebody Else');
  assert.equal((await send({ name: 'Somebody Else', form_id: field(again.text, 'form_id') })).status, 303);
});

test('sold out while the form was open: told, and everything kept', async () => {
  house.apply(simpleEvent('last', { categories: [{ ...simpleEvent('x').categories[0], capacity: 1 }] }));
  const { send } = await visit('last');
  assert.equal((await register(service, 'last')).status, 201);
  const { status, text } = await send({ name: 'Too Late' });
  assert.equal(status, 409);
  assert.match(text, /sold out/);
  assert.equal(field(text, 'name'), 'Too Late');
  await until(async () => /disabled/.test((await page('/e/last/register')).text), 'the category to be shown as full');
});

test('what is sold out is shown unchosen: browsers would not send it', async () => {
  const [free] = simpleEvent('x').categories;
  const [session] = sampleEvent().sessions;
  house.apply(simpleEvent('taken', { categories: [{ ...free, capacity: 1 }, { ...free, code: 'other' }], sessions: [{ ...session, capacity: 1 }] }));
  assert.equal((await register(service, 'taken', { sessions: [session.code] })).status, 201);
  await until(async () => ((await page('/e/taken/register')).text.match(/ disabled/g) ?? []).length === 2, 'both to be shown as full');
  const { send } = await visit('taken');
  const { status, text } = await send({ 'sessions[]': session.code });
  assert.equal(status, 409);
  assert.match(text, /id="e-(category|sessions)"/);
  assert.ok(!text.includes(' checked'));
});

test('a form refused for its haste loses nothing: its page sends all of it again', async () => {
  const slow = await house.serve({ args: ['--rate-limit', '1'] });
  const { send, hidden, form } = await visit('inet2027');
  const cookie = form.headers.get('set-cookie').split(';')[0];
  const typed = [...Object.entries(hidden), ['category', 'speaker'], ['name', 'Zoë "Z" <O\'Neil> & 王'], ['email', 'zoe@example.org'],
    ['sessions[]', 'dnssec'], ['sessions[]', 'dinner'], ['consents.photos', 'yes']];
  const post = (url, fields) => fetch(`${url}/e/inet2027/register?lang=en`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields),
    headers: { accept: 'text/html', cookie } });
  let refused = await post(slow.url, typed.slice(0, 3));
  for (let i = 0; i < 6 && refused.status !== 429; i++) refused = await post(slow.url, typed.slice(0, 3));
  refused = await post(slow.url, typed);
  assert.equal(refused.status, 429);
  const text = await refused.text();
  assert.match(text, /<form [^>]*action="\/e\/inet2027\/register\?lang=en"/);
  assert.match(text, /What you typed is kept\./);
  const order = (pairs) => pairs.map((pair) => pair.join('=')).sort();
  assert.deepEqual(order(hiddenFields(text)), order(typed));
  const checked = await post(service.url, hiddenFields(text));
  assert.equal(checked.status, 200);
  const again = await post(service.url, [...hiddenFields(await checked.text()), ['confirm', 'yes']]);
  assert.equal(again.status, 303);
  const own = await page(again.headers.get('location'));
  assert.ok(own.text.includes('Zoë &quot;Z&quot; &lt;O&#39;Neil&gt; &amp; 王'));
  assert.equal((await send({ name: '' })).status, 422, 'another service’s haste is not this one’s');
  await slow.stop();
});

test('another language keeps what was typed, and registers nobody', async () => {
  const { send, hidden } = await visit('inet2027', '?lang=ar');
  const before = orders();
  const { status, text } = await send({ category: 'student', name: '', email: 'no address', 'sessions[]': ['dinner'], 'consents.photos': 'yes', language: 'ar' });
  assert.equal(status, 200);
  assert.match(text, /<html lang="ar" dir="rtl"/);
  assert.equal(field(text, 'email'), 'no address');
  assert.equal(field(text, 'form_id'), hidden.form_id);
  for (const choice of [/value="student"[^>]* checked/, /value="dinner"[^>]* checked/, /name="consents.photos" value="yes"[^>]* checked/]) assert.match(text, choice);
  assert.ok(!text.includes('class="error"') && !text.includes('class="summary"'));
  assert.equal(orders(), before);
});

test('what is missing is asked for by its name, in the reader’s language', async () => {
  const expected = { en: ['Choose one of these.', 'Write your name.', 'Write your e-mail address, as in name@example.org.'], zh: ['请选择其中一项。', '请填写您的姓名。'] };
  for (const [lang, texts] of Object.entries(expected)) {
    const { send } = await visit('inet2027', `?lang=${lang}`);
    const { text } = await send({ category: '', name: '', email: '' });
    for (const wanted of texts) assert.ok(text.includes(`>${wanted}</p>`), wanted);
  }
});

test('a form without its cookie, with a wrong token or from elsewhere registers nobody', async () => {
  const before = orders();
  const { send, hidden } = await visit();
  const other = await visit();
  for (const [fields, headers] of [[{}, { cookie: '' }], [{ csrf: '' }, {}], [{ csrf: '0'.repeat(64) }, {}], [{ csrf: other.hidden.csrf }, {}],
    [{}, { cookie: 'lanyard_form=AAAAAAAAAAAAAAAAAAAAAAAAAA' }], [{}, { 'sec-fetch-site': 'cross-site' }], [{}, { 'sec-fetch-site': 'same-site' }]]) {
    const answer = await send(fields, headers);
    assert.equal(answer.status, 403, JSON.stringify([fields, headers]));
    assert.equal(field(answer.text, 'name'), 'Amina Diallo');
  }
  assert.equal(orders(), before);
  assert.equal((await send({ csrf: hidden.csrf }, { 'sec-fetch-site': 'same-origin' })).status, 303);
});

test('the field that people do not see raises suspicion once: told, kept, and let through at the next press', async () => {
  const before = orders();
  const { check, confirm } = await visit('inet2027');
  const typed = { category: 'student', name: 'Zoë "Z"', affiliation: 'R&D', country: 'SN', 'sessions[]': ['dnssec', 'dinner'], 'consents.photos': 'yes' };
  const caught = await check({ ...typed, website: 'https://autofill.example' });
  assert.equal(caught.status, 422);
  assert.match(caught.text, /A field that people do not see was filled in/);
  assert.ok(!/cookies|open too long/.test(caught.text) && !caught.text.includes('autofill.example'));
  assert.equal(field(caught.text, 'name'), 'Zoë &quot;Z&quot;');
  for (const code of ['student', 'dnssec', 'dinner']) assert.match(caught.text, new RegExp(`value="${code}"[^>]* checked`));
  const next = Object.fromEntries(hiddenFields(caught.text));
  assert.ok(isCheck((await check({ ...typed, ...next })).text));
  const filledAgain = await check({ ...typed, ...next, website: 'https://autofill.example' });
  assert.ok(isCheck(filledAgain.text), 'a browser that fills it in each time does not go round in circles');
  assert.equal(orders(), before);
  assert.equal((await confirm(filledAgain)).status, 303);
  assert.equal(orders(), before + 1);
});

test('a damaged form is refused', async () => {
  for (const body of ['name=%zz', 'name=%ff', 'name=a%00b', Array.from({ length: 300 }, (_, i) => `f${i}=1`).join('&')]) {
    const answer = await fetch(`${service.url}/e/simple/register`, { method: 'POST', body, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal(answer.status, 400, body.slice(0, 20));
  }
  const multipart = new FormData();
  multipart.append('name', 'A');
  assert.equal((await fetch(`${service.url}/e/simple/register`, { method: 'POST', body: multipart })).status, 415);
});
