// The pages as a browser's form and links use them, over plain HTTP.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { House, register, sampleEvent, simpleEvent, until } from '../lib/lanyard.mjs';
import { visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
const sample = sampleEvent();
house.apply(sample);
house.apply(simpleEvent('simple'));
house.apply(simpleEvent('twin'));
house.apply(simpleEvent('closed', { registration: { opens: null, closes: '2020-01-01' } }));
house.apply(simpleEvent('bare', { title: 'Bare & <b>bold</b>', contact: '', consents: [], venue: { name: '', address: '' } }));
const service = await house.serve();
const { page, visit } = visitor(service);

test('home lists the open events, and only these', async () => {
  const { status, text } = await page('/');
  assert.equal(status, 200);
  assert.ok(text.includes('href="/e/inet2027?lang=en"') && text.includes(sample.title.en));
  assert.ok(!text.includes('/e/closed'));
});

test('an event shows its categories, today’s prices and what is left', async () => {
  const { text } = await page('/e/inet2027');
  for (const { title } of [...sample.categories, ...sample.sessions]) assert.ok(text.includes(title.en), title.en);
  assert.match(text, /US\$350\.00/);
  assert.ok(!/\d places? left/.test(text), 'forty of forty are not scarce');
  assert.match(text, /8\D+10 June 2027/);
  assert.ok(text.includes(`mailto:${sample.contact}`));
});

test('what is left is told when it is a tenth of all, however many that are', async () => {
  const capacities = [['small', 10, 1], ['large', 2000, 200], ['roomy', 2000, 201], ['tiny', 9, 1]];
  const categories = capacities.map(([code, capacity]) => ({ ...simpleEvent('x').categories[0], code, title: code, capacity }));
  house.apply(simpleEvent('scarce', { categories, windows: [{ code: 'only', title: 'Only', until: null }] }));
  for (const [code, capacity, left] of capacities) house.sql(`UPDATE quota SET taken = ${capacity - left} WHERE quota = 'category:${code}' AND event_id = (SELECT event_id FROM event WHERE slug = 'scarce')`);
  const { text } = await until(async () => { const got = await page('/e/scarce'); return /\d places? left/.test(got.text) && got; });
  assert.deepEqual([...text.matchAll(/(\d+) places? left/g)].map(([, left]) => Number(left)), [1, 200]);
});

test('an address that is written almost right leads to the right one, with what follows it', async () => {
  const moved = [['/e/inet2027/', '/e/inet2027'], ['/e/inet2027/register//?lang=fr', '/e/inet2027/register?lang=fr'], ['/e/INET2027?lang=ar', '/e/inet2027?lang=ar'],
    ['/e/Inet2027/register?category=press', '/e/inet2027/register?category=press'], ['/e/INET2027/r/ABCD2345?k=1', '/e/inet2027/r/ABCD2345?k=1']];
  for (const [from, to] of moved) {
    const { status, headers } = await page(from);
    assert.deepEqual([status, headers.get('location')], [308, to], from);
  }
  for (const nothing of ['/nothing/', '//', '/e/inet2027/register/x/', '/e//']) assert.equal((await page(nothing)).status, 404, nothing);
  assert.equal((await page('/E/inet2027')).status, 404);
});

test('what is shared has title, words and address; other languages are known by theirs', async () => {
  const known = visitor(await house.serve({ args: ['--base-url', 'https://inet.example/'] }));
  for (const path of ['/', '/e/inet2027', '/e/inet2027/register']) {
    const { text } = await known.page(`${path}?lang=fr`);
    const of = (pattern) => [...text.matchAll(pattern)].map(([, value]) => value);
    assert.equal(of(/<meta property="og:title" content="([^"]+)">/g).length, 1, path);
    assert.deepEqual(of(/<link rel="canonical" href="([^"]*)">/g), [`https://inet.example${path}?lang=fr`]);
    assert.deepEqual(of(/<link rel="alternate" hreflang="([^"]*)"/g).sort(), ['ar', 'en', 'es', 'fr', 'ru', 'x-default', 'zh-Hans']);
    assert.deepEqual(of(/hreflang="ar" href="([^"]*)"/g).slice(0, 1), [`https://inet.example${path}?lang=ar`]);
    assert.deepEqual(of(/<meta property="og:url" content="([^"]*)">/g), [`https://inet.example${path}`]);
  }
  assert.match((await page('/e/inet2027')).text, /og:description" content="8–10 June 2027 · Kuala Lumpur Convention Centre · /);
});

test('a name that one visitor gives the service is read by nobody else', async () => {
  const asked = (host) => new Promise((resolve) => { get(`${service.url}/e/inet2027?lang=en`, { headers: { host } }, (answer) => {
    let text = ''; answer.on('data', (part) => { text += part; }).on('end', () => resolve(text)); }); });
  for (const text of [await asked('evil.example'), (await page('/e/inet2027?lang=en')).text]) assert.ok(!text.includes('evil.example'));
});

test('an event has a style sheet and pictures of its own, which browsers keep; another look has another address', async () => {
  const style = async (slug) => /<link rel="stylesheet" href="(\/e\/[^"]*)">/.exec((await page(`/e/${slug}`)).text)[1];
  house.apply(simpleEvent('looks', { brand: { color: '#f4c95d' } }));
  const first = await style('looks');
  const answer = await page(first);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/css; charset=utf-8');
  assert.match(answer.headers.get('cache-control'), /immutable/);
  assert.match(answer.text, /--brand:#f4c95d;[^}]*--on:#000000;/, 'black on what is too bright for white');
  assert.match(answer.text, /\.c-free\{--hue:#0b6e8f;/);
  house.apply(simpleEvent('looks', { brand: { color: '#123456' } }));
  const second = await until(async () => { const now = await style('looks'); return now !== first && now; });
  assert.match((await page(second)).text, /--brand:#123456;/);
  assert.match((await page(first)).text, /--brand:#123456;/, 'a page from before gets the look of now');
  for (const nothing of ['x', 'logo.svg', 'art.svg', 'css', '.svg', 'x.css']) assert.equal((await page(`/e/looks/look/${nothing}`)).status, 404, nothing);
});

test('organizer and links stand below every page of an event, the software’s name last', async () => {
  for (const path of ['/e/inet2027?lang=fr', '/e/inet2027/register?lang=fr']) {
    const { text } = await page(path);
    const foot = text.slice(text.indexOf('<footer>'));
    for (const part of [sample.organizer.url, ...Object.values(sample.links).map((link) => link.fr), `mailto:${sample.contact}`]) assert.ok(foot.includes(`href="${part}"`), part);
    assert.ok(!text.slice(0, text.indexOf('<footer>')).includes('Lanyard'), path);
    assert.match(foot, /Lanyard/);
  }
  const { text } = await page('/e/simple?lang=en');
  assert.ok(!/<footer>[^]*href=""/.test(text));
});

test('what an event does not have leaves no empty headings', async () => {
  const event = await page('/e/bare');
  assert.ok(!event.text.includes('id="sessions"') && !event.text.includes('mailto:'));
  const { form } = await visit('bare');
  assert.ok(!form.text.includes('f-sessions') && !form.text.includes('f-consents'));
});

test('what people write is text, never markup', async () => {
  const { text } = await page('/e/bare');
  assert.ok(text.includes('Bare &amp; &lt;b&gt;bold&lt;/b&gt;') && !text.includes('<b>bold'));
  const { send } = await visit();
  const evil = '"><script>alert(1)</script>';
  const wrong = await send({ name: evil, email: evil, affiliation: evil, badge_name: evil });
  assert.equal(wrong.status, 422);
  assert.ok(!wrong.text.includes('<script') && wrong.text.includes('&quot;&gt;&lt;script&gt;'));
  const { body } = await register(service, 'simple', { name: evil, affiliation: evil });
  assert.ok(!(await page(new URL(body.manage_url).pathname + new URL(body.manage_url).search)).text.includes('<script'));
});

test('a closed event says so and has no form', async () => {
  const event = await page('/e/closed');
  assert.match(event.text, /not open at the moment/);
  assert.ok(!event.text.includes('/e/closed/register'));
  const form = await page('/e/closed/register');
  assert.match(form.text, /not open at the moment/);
  assert.ok(!form.text.includes('<form'));
});

test('before the first day of registration a page says which day that is', async () => {
  house.apply(simpleEvent('soon', { ends_on: '2190-06-10', registration: { opens: '2190-03-01', closes: null } }));
  house.apply(simpleEvent('shut', { ends_on: '2190-06-10', registration: { opens: '2190-03-01', closes: null }, state: 'closed' }));
  for (const path of ['', '/register']) {
    assert.match((await page(`/e/soon${path}`)).text, /Registration opens on <bdi>1 March 2190<\/bdi> \(<bdi>Kuala Lumpur, UTC\+8<\/bdi>\)\./);
    assert.match((await page(`/e/shut${path}`)).text, /not open at the moment/);
  }
});

test('times are in a zone that is told by a place and its distance from UTC', async () => {
  const { body } = await register(service, 'inet2027', { category: 'speaker', sessions: ['ntw'] });
  for (const [lang, zone] of [['en', 'Kuala Lumpur, UTC+8'], ['ar', '<bdi>\u200f<bdi>كوالالمبور</bdi>، <bdi>UTC+8</bdi></bdi>'], ['zh', '吉隆坡，UTC+8']]) {
    for (const path of ['/e/inet2027?', '/e/inet2027/register?', `${body.manage_url.slice(service.url.length)}&`]) {
      const { text } = await page(`${path}lang=${lang}`);
      assert.ok(text.includes(zone) && !text.includes('Asia/'), `${path} ${lang}`);
    }
  }
});

test('a link with a wrong secret is like one to nobody', async () => {
  const { body } = await register(service, 'simple');
  const { body: other } = await register(service, 'simple');
  const secret = new URL(body.manage_url).searchParams.get('k');
  const plain = (text) => text.replaceAll(/href="\/e\/simple\/r\/[^"]*"/g, '');
  const nobody = plain((await page(`/e/simple/r/22222222?k=${secret}`)).text);
  for (const query of ['', '?k=', `?k=${secret.slice(0, -1)}`, `?k=${secret}A`, `?k=${secret.toLowerCase()}`, `?k=${new URL(other.manage_url).searchParams.get('k')}`,
    `?k=${secret}&k=${secret}`, '?k=%00']) {
    for (const suffix of ['', '/ticket.svg', '/ticket.png']) {
      const answer = await page(`/e/simple/r/${body.code}${suffix}${query}`);
      assert.equal(answer.status, 404, `${suffix}${query}`);
      assert.equal(plain(answer.text), nobody);
    }
  }
  assert.equal((await page(`/e/simple/r/${body.code}?k=${secret}`)).status, 200);
  assert.equal((await page(`/r/${body.code.toLowerCase()}?k=${secret}`)).status, 404);
});

test('an address from before leads to where the page is now', async () => {
  const { body } = await register(service, 'simple');
  const now = new URL(body.manage_url);
  const secret = now.searchParams.get('k');
  const moved = (suffix) => fetch(`${service.url}/r/${body.code}${suffix}`, { redirect: 'manual', headers: { accept: 'text/html' } });
  for (const suffix of ['', '/ticket.svg', '/ticket.png']) {
    const answer = await moved(`${suffix}?k=${secret}`);
    assert.equal(answer.status, 308);
    assert.equal(answer.headers.get('location'), `${now.pathname}${suffix}${now.search}`);
    assert.equal((await fetch(new URL(answer.headers.get('location'), service.url))).status, 200);
    for (const wrong of ['', '?k=', `?k=${secret}A`, `?k=${secret.toLowerCase()}`]) assert.equal((await moved(suffix + wrong)).status, 404);
  }
  assert.equal((await moved(`?k=${secret}&lang=fr`)).headers.get('location'), `${now.pathname}${now.search}&lang=fr`);
  assert.equal((await fetch(`${service.url}/r/22222222?k=${secret}`)).status, 404);
});

test('a code that two events have is each event’s own', async () => {
  const { body: first } = await register(service, 'simple', { name: 'Of the one' });
  const { body: second } = await register(service, 'twin', { name: 'Of the other' });
  house.sql(`UPDATE orders SET code = '${first.code}' WHERE code = '${second.code}'`);
  const [one] = house.sql("SELECT count(*) FROM orders JOIN event USING (event_id) WHERE slug IN ('simple', 'twin') AND code = '" + first.code + "'");
  assert.deepEqual(one, ['2']);
  const secret = new URL(first.manage_url).searchParams.get('k');
  assert.match((await page(`/e/simple/r/${first.code}?k=${secret}`)).text, /Of the one/);
  assert.equal((await page(`/e/twin/r/${first.code}?k=${secret}`)).status, 404, 'the secret is of one event');
  const moved = await fetch(`${service.url}/r/${first.code}?k=${secret}`, { redirect: 'manual' });
  assert.equal(moved.status, 308);
  assert.match(moved.headers.get('location'), /^\/e\/simple\/r\//, 'the secret decides');

  const { status, stderr } = house.tryAdmin('registration', 'show', first.code);
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`event: Several events have a registration ${first.code}. Say which is meant: simple, twin.`));
  assert.match(house.admin('registration', 'show', first.code, '--event', 'twin'), /Of the other/);
  house.admin('registration', 'cancel', '--yes', first.code, '--event', 'twin');
  assert.deepEqual(house.sql(`SELECT slug, o.status FROM orders o JOIN event USING (event_id) WHERE code = '${first.code}' ORDER BY 1`), [['simple', 'confirmed'], ['twin', 'cancelled']]);
  assert.equal(house.tryAdmin('registration', 'show', first.code, '--event', 'nothing').status, 1);
});

test('the list of open events goes on, soonest first', async () => {
  const own = new House({ key: true });
  try {
    const definition = simpleEvent('template');
    own.apply(definition);
    own.sql(`INSERT INTO event (slug, title, summary, state, starts_on, ends_on, time_zone, currency, languages, venue, contact, opens_at, closes_at)
      SELECT 'e' || lpad(n::text, 3, '0'), to_jsonb('Event ' || n), '""', 'open', date '2027-01-01' + n / 10, date '2027-12-31', 'UTC', 'USD', '["en"]', '{}', '', '-infinity',
        CASE WHEN n % 5 = 0 THEN '-infinity' ELSE 'infinity' END::timestamptz FROM generate_series(1, 130) n`);
    const asked = await own.serve();
    const seen = [];
    let path = '/';
    for (let pages = 0; path; pages++) {
      assert.ok(pages < 5);
      const text = await (await fetch(asked.url + path, { headers: { accept: 'text/html' } })).text();
      seen.push(...[...text.matchAll(/<h2><a href="\/e\/([^?"]*)/g)].map(([, slug]) => slug));
      path = /href="(\/\?after=[^"]*)"/.exec(text)?.[1].replaceAll('&amp;', '&');
    }
    const open = Array.from({ length: 130 }, (_, i) => i + 1).filter((n) => n % 5).map((n) => `e${String(n).padStart(3, '0')}`);
    assert.deepEqual(seen, [...open, 'template']);
    for (const after of ['x', '2027-13-45.e001', '2027-01-01', '2027-01-01.']) assert.ok((await fetch(`${asked.url}/?after=${after}`)).status < 500, after);
  } finally {
    await own.close();
  }
});

test('the attendee’s page follows payment', async () => {
  const { body } = await register(service, 'inet2027', { category: 'member' });
  const path = body.manage_url.slice(service.url.length);
  const waiting = await page(path);
  assert.match(waiting.text, /Waiting for payment/);
  assert.match(waiting.text, /US\$350\.00/);
  assert.ok(!waiting.text.includes('ticket.svg'));
  assert.equal((await page(path.replace('?', '/ticket.svg?'))).status, 404);
  house.admin('payment', 'record', body.code, '--amount', '100', '--reference', 'part');
  assert.match((await page(path)).text, /Still to pay:\s*<strong[^>]*>US\$250\.00/);
  assert.match((await page(path)).text, /Received so far<\/dt><dd>US\$100\.00/);
  house.admin('payment', 'record', body.code, '--amount', '250', '--reference', 'rest');
  const paid = await page(path);
  assert.match(paid.text, /Confirmed/);
  assert.ok(!paid.text.includes('Still to pay') && paid.text.includes('ticket.svg'));
  const token = /<code class="token">([A-Z2-7]+)</.exec(paid.text)[1];
  assert.deepEqual(house.sql(`SELECT token FROM ticket JOIN attendee USING (event_id, attendee_id) JOIN orders USING (event_id, order_id)
    WHERE code = '${body.code}' AND kind = 'ticket'`), [[token]]);
});

test('the attendee’s page follows approval, refusal and cancelling', async () => {
  const path = async () => {
    const { body } = await register(service, 'inet2027', { category: 'fellow' });
    const own = body.manage_url.slice(service.url.length);
    assert.match((await page(own)).text, /Application received/);
    return [body.code, own];
  };
  const [approved, approvedPath] = await path();
  house.admin('registration', 'approve', approved);
  assert.match((await page(approvedPath)).text, /Confirmed/);
  const [declined, declinedPath] = await path();
  house.admin('registration', 'decline', '--yes', declined);
  assert.match((await page(declinedPath)).text, /Declined/);
  house.admin('registration', 'cancel', '--yes', approved);
  const cancelled = await page(approvedPath);
  assert.match(cancelled.text, /Cancelled/);
  assert.ok(!cancelled.text.includes('Keep the address'), 'no advice on how to come back to what is over');
  assert.ok(!cancelled.text.includes('ticket.svg'));
});

test('the ticket comes as SVG and PNG, kept by nobody', async () => {
  const { body } = await register(service, 'simple');
  const path = body.manage_url.slice(service.url.length);
  const svg = await page(path.replace('?', '/ticket.svg?'));
  assert.equal(svg.status, 200);
  assert.match(svg.headers.get('content-type'), /^image\/svg\+xml/);
  assert.match(svg.text, /^<svg /);
  const png = await fetch(body.manage_url.replace('?', '/ticket.png?'));
  assert.equal(png.headers.get('content-type'), 'image/png');
  assert.deepEqual([...new Uint8Array(await png.arrayBuffer()).slice(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.equal(png.headers.get('cache-control'), 'no-store');
});

test('the ticket to keep bears event, name and code beside its symbol', async () => {
  const { body } = await register(service, 'simple', { name: 'محمد <b>&amp; Co' });
  const { status, headers, text } = await page(body.manage_url.slice(service.url.length).replace('?', '/card.svg?'));
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^image\/svg\+xml/);
  const words = [...text.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, inside]) => inside);
  assert.equal(words.join(' '), `INET 2027 — The Global Internet Summit محمد &lt;b>&amp;amp; Co ${body.code}`);
  assert.match((await page(body.manage_url.slice(service.url.length))).text, new RegExp(`/card\\.svg\\?k=[^"]+" download="simple-${body.code}\\.svg"`));
});

test('every answer guards itself: no scripts, no frames, no sniffing, no referrer, and what is one person’s kept by nobody', async () => {
  const { body } = await register(service, 'simple');
  const own = body.manage_url.slice(service.url.length);
  for (const path of ['/', '/e/simple', '/e/simple/register', own, '/nothing', '/e/nothing', '/healthz', own.replace('?', '/ticket.svg?'), own.replace('?', '/card.svg?')]) {
    const { headers } = await page(path);
    const policy = headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /base-uri 'none'/);
    assert.match(policy, /form-action 'self'/);
    assert.ok(!/unsafe|\*|script-src/.test(policy), policy);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), /\/r\/|healthz/.test(path) ? 'no-store' : 'private, no-cache', path);
  }
  const { headers } = await page((await page('/')).text.match(/\/assets\/lanyard\.css[^"]*/)[0]);
  assert.match(headers.get('content-security-policy'), /default-src 'none'/);
  assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
});

test('pages of one person and of errors are for no search engine; the event’s is', async () => {
  const { body } = await register(service, 'simple');
  for (const path of [body.manage_url.slice(service.url.length), '/e/simple/register', '/nothing']) assert.match((await page(path)).text, /name="robots" content="noindex"/);
  for (const path of ['/', '/e/simple']) assert.ok(!(await page(path)).text.includes('noindex'));
});

test('the form’s cookie is for this site and no script; over HTTPS for HTTPS only', async () => {
  const cookie = (await page('/e/simple/register')).headers.get('set-cookie');
  assert.match(cookie, /; HttpOnly/);
  assert.match(cookie, /; SameSite=Lax/);
  assert.ok(!/Secure/.test(cookie));
  const secure = await house.serve({ args: ['--base-url', 'https://registration.example'] });
  const answer = await fetch(`${secure.url}/e/simple/register`);
  assert.match(answer.headers.get('set-cookie'), /^__Host-lanyard_form=.*; Path=\/;.*; Secure$/);
  assert.match(answer.headers.get('strict-transport-security'), /max-age=\d{7,}/);
  const { body } = await register(secure, 'simple');
  assert.match(body.manage_url, /^https:\/\/registration\.example\/e\/simple\/r\//);
  await secure.stop();
});

test('styles are kept for long, under an address of their content', async () => {
  const { text } = await page('/');
  const link = /href="(\/assets\/lanyard\.css\?v=[0-9a-f]+)"/.exec(text)[1];
  const style = await fetch(service.url + link);
  assert.match(style.headers.get('content-type'), /^text\/css/);
  assert.match(style.headers.get('cache-control'), /immutable/);
  const again = await fetch(service.url + link, { headers: { 'if-none-match': style.headers.get('etag') } });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), '');
});

test('pages and styles are compressed for whom can read that, and for nobody else', async () => {
  const raw = (path, coding) => new Promise((resolve, reject) => {
    get(service.url + path, { headers: { accept: 'text/html', ...(coding === undefined ? {} : { 'accept-encoding': coding }) } }, async (answer) => {
      const parts = [];
      for await (const part of answer) parts.push(part);
      resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
    }).on('error', reject);
  });
  const style = /href="(\/assets\/lanyard\.css\?v=[0-9a-f]+)"/.exec((await page('/')).text)[1];
  for (const path of ['/', '/e/inet2027', '/nothing', style]) {
    const plain = await raw(path);
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.match(plain.headers.vary, /Accept-Encoding/);
    for (const coding of ['gzip', 'br, GZIP;q=0.5', 'deflate,gzip ; q=1']) {
      const packed = await raw(path, coding);
      assert.equal(packed.status, plain.status);
      assert.equal(packed.headers['content-encoding'], 'gzip', `${path} ${coding}`);
      assert.ok(packed.body.length < 0.6 * plain.body.length, path);
      assert.deepEqual(gunzipSync(packed.body), plain.body);
    }
    for (const coding of ['', 'identity', 'gzip;q=0', 'gzip; q=0.000', 'x-gzipped', 'br']) assert.deepEqual((await raw(path, coding)).body, plain.body, coding);
  }
  const [plain, packed] = [await raw(style), await raw(style, 'gzip')];
  assert.notEqual(plain.headers.etag, packed.headers.etag);
  assert.equal((await raw('/healthz', 'gzip')).headers['content-encoding'], undefined);
  const head = await fetch(service.url + '/e/inet2027', { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } });
  assert.equal(head.headers.get('content-encoding'), 'gzip');
});

test('the language is the link’s, else the browser’s, else English', async () => {
  const language = async (path, accept) => /<html lang="([^"]+)" dir="([^"]+)"/.exec((await page(path, accept ? { 'accept-language': accept } : {})).text).slice(1);
  assert.deepEqual(await language('/'), ['en', 'ltr']);
  assert.deepEqual(await language('/', 'ar-EG,en;q=0.5'), ['ar', 'rtl']);
  assert.deepEqual(await language('/?lang=fr', 'ar'), ['fr', 'ltr']);
  assert.deepEqual(await language('/?lang=tlh', 'es'), ['es', 'ltr']);
});

test('every language has every message, with the same places to fill', async () => {
  const { readFileSync, readdirSync } = await import('node:fs');
  const folder = new URL('../../assets/messages/', import.meta.url);
  const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const places = (text) => [...text.matchAll(/\{[a-z_]+\}/g)].map(([place]) => place).sort();
  const english = read('en.json');
  for (const file of readdirSync(folder)) {
    const messages = read(file);
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort(), file);
    for (const [id, text] of Object.entries(messages)) assert.deepEqual(places(text), places(english[id]), `${file} ${id}`);
  }
});

test('no page in any language shows a message’s name instead of its text', async () => {
  const { body } = await register(service, 'inet2027', { category: 'member', sessions: ['dinner'] });
  const own = body.manage_url.slice(service.url.length);
  for (const lang of ['ar', 'en', 'es', 'fr', 'ru', 'zh-Hans']) {
    for (const path of ['/?', '/e/inet2027?', '/e/inet2027/register?', '/nothing?', `${own}&`]) {
      const { text } = await page(`${path}lang=${lang}`);
      assert.ok(!/\b(page|home|event|register|status|attendee|fault|problem)\.[a-z_]+/.test(text.replaceAll(/(href|src|action|content|name)="[^"]*"/g, '')), `${path} ${lang}`);
      assert.ok(!/\{\{|\}\}|\{[a-z_]+\}/.test(text), `${path} ${lang}`);
    }
  }
});
