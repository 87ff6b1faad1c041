// POST /api/v1/events/{event}/registrations: what it answers, by outcome.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, sampleEvent, simpleEvent, sleep, until } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());

const category = (code, changes = {}) => ({
  code, title: code.toUpperCase(), description: '', color: '#0b6e8f', capacity: null, approval: false, waiting_list: false,
  prices: { only: 0 }, ...changes,
});
const session = (code, from, to, changes = {}) => ({
  code, title: `Session ${code}`, kind: 'tutorial', starts: `2027-06-08T${from}`, ends: `2027-06-08T${to}`, room: 'Room 1',
  capacity: null, price: 0, ...changes,
});

house.apply(simpleEvent('kinds', {
  categories: [category('free'), category('paid', { prices: { only: 12500 } }), category('apply', { approval: true }),
    category('narrow', { capacity: 1 }), category('queue', { capacity: 1, waiting_list: true })],
  sessions: [session('morning', '09:00', '12:00'), session('noon', '11:00', '13:00'), session('evening', '19:00', '22:00', { price: 6000 }),
    session('tiny', '14:00', '15:00', { capacity: 1 })],
}));
const service = await house.serve();

const send = async (body, { slug = 'kinds', type = 'application/json', headers = {} } = {}) => {
  const answer = await fetch(`${service.url}/api/v1/events/${slug}/registrations`, {
    method: 'POST', headers: { ...(type ? { 'content-type': type } : {}), ...headers }, body });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};

const assertProblem = (answer, status) => {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(answer.body.status, status);
  assert.equal(answer.body.type, 'about:blank');
  assert.ok(answer.body.title && answer.body.detail, 'a title and a detail');
  assert.ok(answer.headers.get('content-language'), 'the language of the texts');
};
const fields = (answer) => answer.body.errors.map(({ field }) => field).sort();

test('a free category confirms at once, with a ticket', async () => {
  const { status, headers, body } = await register(service, 'kinds');
  assert.equal(status, 201);
  assert.match(headers.get('content-type'), /^application\/json/);
  assert.deepEqual(Object.keys(body).sort(), ['amount', 'code', 'currency', 'due_on', 'manage_url', 'secret', 'status', 'tickets']);
  assert.match(body.code, /^[2-9A-HJ-NP-Z]{8}$/);
  assert.equal(body.status, 'confirmed');
  assert.equal(body.manage_url, headers.get('location'));
  assert.match(body.manage_url, new RegExp(`^${service.url}/e/kinds/r/${body.code}\\?k=[A-Z2-7]{26}$`));
  assert.equal(body.tickets.length, 1);
  assert.deepEqual(Object.keys(body.tickets[0]).sort(), ['kind', 'serial', 'token']);
  assert.equal(body.tickets[0].kind, 'ticket');
  assert.match(body.tickets[0].token, /^[A-Z2-7]{60,122}$/);
  assert.equal((await fetch(body.manage_url)).status, 200);
  assert.deepEqual(house.sql(`SELECT status FROM orders WHERE code = '${body.code}'`), [['confirmed']]);
});

test('a paid category waits for payment, one by application for approval; neither has a ticket yet', async () => {
  for (const [code, status] of [['paid', 'pending_payment'], ['apply', 'pending_approval']]) {
    const answer = await register(service, 'kinds', { category: code });
    assert.equal(answer.status, 201);
    assert.equal(answer.body.status, status);
    assert.deepEqual(answer.body.tickets, []);
  }
});

test('a session that costs makes a free registration wait for payment', async () => {
  const { body } = await register(service, 'kinds', { sessions: ['evening'] });
  assert.equal(body.status, 'pending_payment');
  assert.deepEqual(house.sql(`SELECT amount FROM orders WHERE code = '${body.code}'`), [['6000']]);
});

test('past its places a category is sold out, or keeps a waiting list', async () => {
  assert.equal((await register(service, 'kinds', { category: 'narrow' })).body.status, 'confirmed');
  const refused = await register(service, 'kinds', { category: 'narrow' });
  assertProblem(refused, 409);
  assert.deepEqual(fields(refused), ['category']);
  assert.match(refused.body.errors[0].message, /NARROW/);
  assert.equal((await register(service, 'kinds', { category: 'queue' })).body.status, 'confirmed');
  assert.equal((await register(service, 'kinds', { category: 'queue' })).body.status, 'waitlisted');
});

test('a full session refuses the whole, and books nothing', async () => {
  assert.equal((await register(service, 'kinds', { sessions: ['tiny'] })).status, 201);
  const before = house.sql('SELECT count(*) FROM orders');
  const refused = await register(service, 'kinds', { sessions: ['tiny', 'morning'] });
  assertProblem(refused, 409);
  assert.deepEqual(fields(refused), ['sessions']);
  assert.match(refused.body.errors[0].message, /Session tiny/);
  assert.deepEqual(house.sql('SELECT count(*) FROM orders'), before);
  assert.deepEqual(house.sql(`SELECT taken FROM quota q JOIN event USING (event_id) WHERE slug = 'kinds' AND quota = 'session:morning'`), [['0']]);
});

test('the event as a whole has its own number of places', async () => {
  house.apply(simpleEvent('house', { capacity: 2, categories: [category('free'), category('other')] }));
  assert.equal((await register(service, 'house')).status, 201);
  assert.equal((await register(service, 'house', { category: 'other' })).status, 201);
  assertProblem(await register(service, 'house'), 409);
  assertProblem(await register(service, 'house', { category: 'other' }), 409);
});

test('twenty at once for five places: five are in', async () => {
  house.apply(simpleEvent('rush', { categories: [category('free', { capacity: 5 })] }));
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => register(service, 'rush', { email: `p${i}@example.org` })));
  assert.equal(answers.filter(({ status }) => status === 201).length, 5);
  assert.equal(answers.filter(({ status }) => status === 409).length, 15);
  assert.equal(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.code)).size, 5);
});

test('the price is that of the window of the day', async () => {
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const windows = [{ code: 'early', title: 'Early', until: day(-3) }, { code: 'standard', title: 'Standard', until: day(3) },
    { code: 'late', title: 'Late', until: null }];
  const event = simpleEvent('windows', { windows,
    categories: [category('free', { prices: { early: 1000, standard: 2000, late: 3000 } })] });
  const price = async () => {
    const { body } = await register(service, 'windows');
    return house.sql(`SELECT amount FROM orders WHERE code = '${body.code}'`)[0][0];
  };
  house.apply(event);
  assert.equal(await price(), '2000');
  house.apply({ ...event, windows: [{ ...windows[0], until: day(2) }, ...windows.slice(1)] });
  assert.equal(await price(), '1000');
  house.apply({ ...event, windows: [windows[0], { ...windows[1], until: day(-2) }, windows[2]] });
  assert.equal(await price(), '3000');
});

test('an event outside its days of registration refuses', async () => {
  house.apply(simpleEvent('early', { registration: { opens: '2099-01-01', closes: null } }));
  const refused = await register(service, 'early');
  assertProblem(refused, 409);
});

test('what the database refuses is worded in the reader’s language', async () => {
  const pair = (headers) => fetch(`${service.url}/api/v1/devices/pair`, { method: 'POST',
    headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ code: 'AAAA-AAAA', key: '0'.repeat(64) }) });
  for (const [language, message] of [['fr', /^Ce code d’appairage est inconnu, .* organisateurs\.$/], ['zh-Hans', /^此配对码未知/],
    ['en', /^This pairing code is unknown/]]) {
    const answer = await pair({ 'accept-language': language });
    const problem = { status: answer.status, headers: answer.headers, body: await answer.json() };
    assertProblem(problem, 404);
    assert.match(problem.body.detail, message);
    assert.deepEqual(problem.body.errors, [{ field: 'code', message: problem.body.detail }]);
    assert.equal(answer.headers.get('content-language'), language);
  }
});

test('every wrong field is named, once', async () => {
  const answer = await send(JSON.stringify({ category: 'nobody', name: ' ', email: 'not an address', badge_name: 'b'.repeat(61),
    affiliation: 7, country: 'XX', sessions: ['nothing'], consents: { dancing: true, photos: 'yes' }, shoe_size: 42 }));
  assertProblem(answer, 422);
  assert.deepEqual(fields(answer), ['affiliation', 'badge_name', 'category', 'consents.dancing', 'consents.photos', 'country', 'email', 'name',
    'sessions', 'shoe_size']);
  for (const { message } of answer.body.errors) assert.ok(message.length > 3 && !message.includes('fault.'), message);
});

test('what is required is asked for', async () => {
  assert.deepEqual(fields(await send('{}')), ['category', 'email', 'name']);
  assert.deepEqual(fields(await send('{"category":null,"name":null,"email":null}')), ['category', 'email', 'name']);
});

test('fields have a type, and so has the whole', async () => {
  for (const body of ['[]', '"text"', '7', 'null', 'true']) assert.deepEqual(fields(await send(body)), ['body'], body);
  const good = { category: 'free', name: 'A', email: 'a@example.org' };
  for (const [field, value] of [['name', 5], ['email', []], ['sessions', 'morning'], ['sessions', [1]], ['sessions', {}],
    ['consents', []], ['country', {}], ['category', 1], ['badge_name', true]]) {
    const answer = await send(JSON.stringify({ ...good, [field]: value }));
    assertProblem(answer, 422);
    assert.deepEqual(fields(answer), [field]);
  }
});

test('limits count letters, not bytes', async () => {
  assert.equal((await register(service, 'kinds', { name: '名'.repeat(100), badge_name: '名' })).status, 201);
  assert.deepEqual(fields(await register(service, 'kinds', { name: '名'.repeat(101), badge_name: '名' })), ['name']);
});

test('sessions that overlap cannot be booked together; the same one twice is once', async () => {
  const answer = await register(service, 'kinds', { sessions: ['morning', 'noon'] });
  assertProblem(answer, 422);
  assert.deepEqual(fields(answer), ['sessions']);
  const { body } = await register(service, 'kinds', { sessions: ['morning', 'morning'] });
  assert.deepEqual(house.sql(`SELECT session FROM attendee_session JOIN attendee USING (event_id, attendee_id)
    JOIN orders USING (event_id, order_id) WHERE code = '${body.code}'`), [['morning']]);
});

test('names, addresses and consents are stored as given, in one form', async () => {
  const { body } = await register(service, 'kinds', { name: '  Ame\u0301lie   Nguye\u0302\u0303n ', email: 'Amélie@BÜCHER.example', country: 'VN',
    affiliation: 'ISOC <Việt Nam>', consents: { photos: true, newsletter: false } });
  assert.deepEqual(house.sql(`SELECT name, badge_name, email, country, affiliation FROM attendee JOIN orders USING (event_id, order_id)
    WHERE code = '${body.code}'`), [['Amélie Nguyễn', 'Amélie Nguyễn', 'Amélie@bücher.example', 'VN', 'ISOC <Việt Nam>']]);
  assert.deepEqual(house.sql(`SELECT consent FROM attendee_consent JOIN attendee USING (event_id, attendee_id)
    JOIN orders USING (event_id, order_id) WHERE code = '${body.code}'`), [['photos']]);
});

test('what is of another type, and where JSON breaks, is worded whole in the reader’s language', async () => {
  const said = async (body, language) => (await send(body, { headers: { 'accept-language': language } })).body.errors.map(({ message }) => message);
  const mistyped = JSON.stringify({ name: 7, sessions: 'x', consents: { photos: 'yes' }, email: 'a@example.org', category: 'free' });
  for (const [language, ...wanted] of [
    ['en', 'This should be text.', 'This should be a list.', 'This should be yes or no: true or false.'],
    ['fr', 'Un texte est attendu ici.', 'Une liste est attendue ici.', 'Oui ou non est attendu ici\u00a0: true ou false.'],
    ['es', 'Aquí se espera un texto.', 'Aquí se espera una lista.', 'Aquí se espera sí o no: true o false.'],
    ['ru', 'Здесь нужен текст.', 'Здесь нужен список.', 'Здесь нужно да или нет: true или false.'],
    ['ar', 'المطلوب هنا نص.', 'المطلوب هنا قائمة.', 'المطلوب هنا نعم أو لا: true أو false.'],
    ['zh', '这里应填文本。', '这里应填列表。', '这里应填是或否：true 或 false。']]) {
    assert.deepEqual((await said(mistyped, language)).sort(), wanted.sort(), language);
    for (const [body, at] of [['{"name": "a",\n  nonsense}', '2:10'], ['{"name": "a", "name": "b"}', '1:20'], ['[', '1:1']]) {
      const [message] = await said(body, language);
      assert.ok(message.includes(at), `${language}: ${message}`);
      if (['ar', 'ru', 'zh'].includes(language)) assert.doesNotMatch(message, /[a-z]/i, message);
      else assert.doesNotMatch(message, /near|expected|duplicate|'/, message);
    }
  }
});

test('the limit of sessions is the event’s, and who chooses more is told what it is', async () => {
  const sessions = Array.from({ length: 40 }, (_, i) => ({ code: `s${i}`, title: `Session ${i}`, kind: 'workshop', room: '', capacity: null, price: 0,
    starts: `2027-06-${i < 20 ? '08' : '09'}T${String(i % 20).padStart(2, '0')}:00`, ends: `2027-06-${i < 20 ? '08' : '09'}T${String(i % 20).padStart(2, '0')}:30` }));
  house.apply(simpleEvent('many', { sessions }));
  const codes = sessions.map(({ code }) => code);
  const all = await register(service, 'many', { sessions: codes });
  assert.equal(all.status, 201, JSON.stringify(all.body));
  assert.equal(house.sql(`SELECT count(*) FROM attendee_session JOIN attendee USING (event_id, attendee_id) JOIN orders USING (event_id, order_id) WHERE code = '${all.body.code}'`)[0][0], '40');
  const { status, body } = await register(service, 'many', { sessions: [...codes, 's0'] });
  assert.equal(status, 422);
  assert.deepEqual(body.errors, [{ field: 'sessions', message: 'Choose at most 40 sessions.' }]);
});

test('messages come in the language that is asked for', async () => {
  const message = async (language) => {
    const answer = await send('{}', { headers: { 'accept-language': language } });
    return [answer.headers.get('content-language'), answer.body.errors[0].message];
  };
  assert.deepEqual(await message('fr-CA, en;q=0.5'), ['fr', 'Écrivez votre nom.']);
  assert.deepEqual(await message('xx, ru;q=0.9, en;q=0.8'), ['ru', (await message('ru'))[1]]);
  assert.equal((await message('zh-Hant-TW'))[0], 'zh-Hans');
  assert.equal((await message('fr;q=0, en;q=0.1'))[0], 'en');
  assert.equal((await message(';;,q=,*'))[0], 'en');
});

test('what is no JSON is said to be none', async () => {
  for (const body of ['', '{', '{"name":"a",}', '{"name":"a","name":"b"}', 'nul', '{"a":1} x', '"\\ud800"',
    new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), '[' .repeat(5000)]) {
    const answer = await send(body);
    assertProblem(answer, 400);
    assert.deepEqual(fields(answer), ['body']);
  }
});

test('zero bytes and controls do not get in', async () => {
  assertProblem(await send('{"category":"free","name":"a\\u0000b","email":"a@example.org"}'), 400);
  assert.deepEqual(fields(await register(service, 'kinds', { name: 'a\u0007b' })), ['name']);
});

test('another media type is refused, parameters are not', async () => {
  const good = JSON.stringify({ category: 'free', name: 'A', email: 'a@example.org' });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
    assertProblem(await send(Buffer.from(good), { type }), 415);
  }
  assert.equal((await send(good, { type: 'Application/JSON; charset=utf-8' })).status, 201);
});

test('an event that is not there is 404, a draft too', async () => {
  house.apply(simpleEvent('draft', { state: 'draft' }));
  for (const slug of ['nothing', 'draft', 'x'.repeat(33)]) assertProblem(await register(service, slug), 404);
});

test('a repeat with the same key gets the first answer, and is one registration', async () => {
  const first = await register(service, 'kinds', { category: 'free' }, { 'idempotency-key': 'one' });
  const again = await register(service, 'kinds', { category: 'free' }, { 'idempotency-key': 'one' });
  assert.equal(again.status, 201);
  assert.equal(JSON.stringify(again.body), JSON.stringify(first.body), 'to the letter');
  assert.deepEqual(house.sql(`SELECT count(*) FROM orders WHERE code = '${first.body.code}'`), [['1']]);
  const other = await register(service, 'kinds', { category: 'free' }, { 'idempotency-key': 'two' });
  assert.notEqual(other.body.code, first.body.code);
});

test('ten repeats at once are one registration', async () => {
  const before = Number(house.sql('SELECT count(*) FROM orders')[0][0]);
  const answers = await Promise.all(Array.from({ length: 10 }, () => register(service, 'kinds', {}, { 'idempotency-key': 'at once' })));
  for (const { status, body } of answers) {
    assert.equal(status, 201);
    assert.deepEqual(body, answers[0].body);
  }
  assert.equal(Number(house.sql('SELECT count(*) FROM orders')[0][0]), before + 1);
});

test('the first answer is given again after the payment', async () => {
  const first = await register(service, 'kinds', { category: 'paid' }, { 'idempotency-key': 'paid later' });
  house.admin('payment', 'record', first.body.code, '--amount', '125', '--reference', 'bank 1');
  const again = await register(service, 'kinds', { category: 'paid' }, { 'idempotency-key': 'paid later' });
  assert.deepEqual(again.body, first.body);
});

test('a key used for other input is refused; a key that is none too', async () => {
  await register(service, 'kinds', { name: 'First' }, { 'idempotency-key': 'shared' });
  const refused = await register(service, 'kinds', { name: 'Second' }, { 'idempotency-key': 'shared' });
  assertProblem(refused, 422);
  assert.deepEqual(fields(refused), ['Idempotency-Key']);
  for (const key of ['', 'k'.repeat(256), 'caf\xe9']) {
    const answer = await register(service, 'kinds', {}, { 'idempotency-key': key });
    assertProblem(answer, 400);
    assert.deepEqual(fields(answer), ['Idempotency-Key']);
  }
  assert.equal((await register(service, 'kinds', {}, { 'idempotency-key': 'k'.repeat(255) })).status, 201);
});

test('a refusal does not use the key up', async () => {
  const wrong = await register(service, 'kinds', { email: 'wrong' }, { 'idempotency-key': 'mended' });
  assert.equal(wrong.status, 422);
  assert.equal((await register(service, 'kinds', {}, { 'idempotency-key': 'mended' })).status, 201);
});

test('too much is too large, whether it says so before or not', async () => {
  const body = JSON.stringify({ category: 'free', name: 'A', email: 'a@example.org', affiliation: 'x'.repeat(70_000) });
  assertProblem(await send(body), 413);
  const stream = new ReadableStream({ start(controller) { controller.enqueue(Buffer.from(body)); controller.close(); } });
  const answer = await fetch(`${service.url}/api/v1/events/kinds/registrations`,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: stream, duplex: 'half' });
  assert.equal(answer.status, 413);
});

test('the sample event takes every category', async () => {
  house.apply(sampleEvent());
  await until(async () => (await fetch(`${service.url}/e/inet2027`)).ok, 'the sample event');
  for (const { code, approval, prices } of sampleEvent().categories) {
    const { status, body } = await register(service, 'inet2027', { category: code, sessions: ['ntw'] });
    assert.equal(status, 201, code);
    assert.equal(body.status, approval ? 'pending_approval' : prices.late ? 'pending_payment' : 'confirmed', code);
  }
});

test('after a write limit is used up, writes wait and reads do not', async () => {
  const limited = await house.serve({ args: ['--rate-limit', '3'] });
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await register(limited, 'kinds')).status);
  assert.deepEqual(statuses, [201, 201, 201, 429, 429]);
  const refused = await register(limited, 'kinds');
  assertProblem(refused, 429);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1 && Number(refused.headers.get('retry-after')) <= 60);
  assert.equal((await fetch(`${limited.url}/e/kinds`)).status, 200);
  // An address of its own in the header means nothing unless a proxy is trusted.
  assert.equal((await register(limited, 'kinds', {}, { 'x-forwarded-for': '192.0.2.7' })).status, 429);
  await limited.stop();
});

test('behind a proxy each client has its own limit, by the hop that the proxy saw', async () => {
  const limited = await house.serve({ args: ['--rate-limit', '1', '--trust-proxy'] });
  const from = async (hops) => (await register(limited, 'kinds', {}, { 'x-forwarded-for': hops })).status;
  assert.equal(await from('192.0.2.1'), 201);
  assert.equal(await from('192.0.2.1'), 429);
  assert.equal(await from('198.51.100.9, 192.0.2.1'), 429);
  assert.equal(await from('192.0.2.2'), 201);
  assert.equal(await from('2001:db8::1'), 201);
  assert.equal(await from('2001:db8::ffff'), 429);
  assert.equal(await from('2001:db8:0:1::1'), 201);
  await limited.stop();
});

test('a key that is a UUID is kept as one, however it is written; another is hashed; one of ours begins with the time', async () => {
  const key = 'A1B2C3D4-0000-4000-8000-0123456789AB';
  const keyOf = (code) => house.sql(`SELECT encode(idempotency_key, 'hex') FROM orders WHERE code = '${code}'`)[0][0];
  const first = await register(service, 'kinds', {}, { 'idempotency-key': key });
  assert.equal(keyOf(first.body.code), key.toLowerCase().replaceAll('-', ''));
  assert.equal((await register(service, 'kinds', {}, { 'idempotency-key': key.toLowerCase() })).body.code, first.body.code);
  const other = await register(service, 'kinds', {}, { 'idempotency-key': 'order 7' });
  assert.match(keyOf(other.body.code), /^[0-9a-f]{64}$/);
  const before = Date.now();
  const ours = keyOf((await register(service, 'kinds')).body.code);
  assert.match(ours, /^[0-9a-f]{12}7[0-9a-f]{3}[89ab]/);
  assert.ok(Math.abs(parseInt(ours.slice(0, 12), 16) - before) < 60_000);
});

test('links begin as the operator says, with a slash at its end or without', async () => {
  for (const base of ['https://registration.example', 'https://registration.example/', 'http://[2001:db8::1]:8080/']) {
    const other = await house.serve({ args: ['--base-url', base] });
    const { body, headers } = await register(other, 'kinds');
    assert.equal(body.manage_url, headers.get('location'));
    assert.equal(body.manage_url.replace(/\?.*/, ''), `${base.replace(/\/$/, '')}/e/kinds/r/${body.code}`);
    await other.stop();
  }
});

test('a limit fills up again with time', async () => {
  const limited = await house.serve({ args: ['--rate-limit', '120'] });
  const statuses = await Promise.all(Array.from({ length: 140 }, async () => (await register(limited, 'kinds')).status));
  assert.ok(statuses.includes(429));
  await sleep(1100);
  assert.equal((await register(limited, 'kinds')).status, 201);
  await limited.stop();
});

const asked = async (path, secret) => {
  const answer = await fetch(service.url + path, { headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` } });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};

test('a registration is looked at again with its secret, which stands in no address', async () => {
  const { body } = await register(service, 'kinds', { category: 'paid', name: 'Once More' });
  const path = `/api/v1/events/kinds/registrations/${body.code}`;
  const found = await asked(path, body.secret);
  assert.equal(found.status, 200);
  assert.equal(found.headers.get('cache-control'), 'no-store');
  assert.deepEqual([found.body.code, found.body.status, found.body.name, found.body.amount, found.body.paid], [body.code, 'pending_payment', 'Once More', body.amount, 0]);
  house.admin('payment', 'record', body.code, '--amount', String(body.amount / 100), '--reference', 'looked at');
  assert.deepEqual(['confirmed', 1], [(await asked(path, body.secret)).body.status, (await asked(path, body.secret)).body.tickets.length]);
  const other = (await register(service, 'kinds')).body;
  for (const [where, secret] of [[path, undefined], [path, ''], [path, other.secret], [path, `1-${body.secret}`], [`${path}?k=${body.secret}`, undefined],
    ['/api/v1/events/kinds/registrations/ZZZZZZZZ', body.secret], ['/api/v1/events/nowhere/registrations/ZZZZZZZZ', body.secret]]) {
    const refused = await asked(where, secret);
    assert.equal(refused.status, 401, `${where} ${secret}`);
    assert.equal(refused.headers.get('www-authenticate'), 'Bearer');
    assert.match(refused.body.detail, /secret/);
  }
});

test('a secret that was replaced opens nothing any more, the page neither', async () => {
  const { body } = await register(service, 'kinds', { name: 'Lost It' });
  house.sql(`SELECT registration_replace_secret('kinds', '${body.code}', 'lost', 'desk')`);
  assert.equal((await asked(`/api/v1/events/kinds/registrations/${body.code}`, body.secret)).status, 401);
  assert.equal((await fetch(body.manage_url)).status, 404);
});

test('an event is looked at as it is now', async () => {
  const { status, body } = await asked('/api/v1/events/kinds');
  assert.equal(status, 200);
  assert.equal(body.slug, 'kinds');
  assert.ok(body.open && body.categories.every(({ price, available }) => price >= 0 && typeof available === 'boolean'));
  assert.equal((await asked('/api/v1/events/nowhere')).status, 404);
});
