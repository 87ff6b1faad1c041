// The service as an HTTP server: addresses, methods, bodies and connections as no browser sends them.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { House, register, simpleEvent, sleep, until } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());
house.apply(simpleEvent('simple'));
const service = await house.serve();

// A connection of its own: send() writes bytes, closed resolves to everything that came.
function open(port = service.port) {
  const socket = connect(port, '127.0.0.1');
  const chunks = [];
  socket.on('data', (data) => chunks.push(data));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => { socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1'))); });
  return { socket, closed, send: (bytes) => socket.write(bytes), soFar: () => Buffer.concat(chunks).toString('latin1') };
}

// Sends bytes, gives what came until the service closed.
async function raw(bytes, port) {
  const connection = open(port);
  connection.send(bytes);
  return connection.closed;
}

const get = (target, headers = '') => raw(`GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${headers}\r\n`);
const status = (text) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
const statuses = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => Number(match[1]));
const stillServes = async () => assert.equal((await fetch(`${service.url}/e/simple`)).status, 200);

const registration = JSON.stringify({ category: 'free', name: 'Amina', email: 'a@example.org' });
const post = (body, { target = '/api/v1/events/simple/registrations', headers = '' } = {}) =>
  `POST ${target} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;

const routes = [['/', 'GET, HEAD'], ['/e/simple', 'GET, HEAD'], ['/e/simple/register', 'GET, HEAD, POST'], ['/r/ABCDEFGH', 'GET, HEAD'],
  ['/e/simple/r/ABCDEFGH', 'GET, HEAD'], ['/e/simple/r/ABCDEFGH/ticket.svg', 'GET, HEAD'], ['/e/simple/r/ABCDEFGH/ticket.png', 'GET, HEAD'], ['/e/simple/r/ABCDEFGH/card.svg', 'GET, HEAD'],
  ['/r/ABCDEFGH/ticket.svg', 'GET, HEAD'], ['/r/ABCDEFGH/ticket.png', 'GET, HEAD'], ['/assets/lanyard.css', 'GET, HEAD'],
  ['/api/v1/events/simple/registrations', 'POST'], ['/api/v1/devices/pair', 'POST'], ['/api/v1/device', 'GET, HEAD'], ['/api/v1/scans', 'POST'],
  ['/healthz', 'GET, HEAD'], ['/readyz', 'GET, HEAD'], ['/metrics', 'GET, HEAD']];

test('another method is 405 and says which there are, with a body or without', async () => {
  for (const [path, allow] of routes) {
    for (const method of ['DELETE', 'PUT', 'PATCH', 'PROPFIND', ...(allow.includes('POST') ? [] : ['POST']), ...(allow.includes('GET') ? [] : ['GET'])]) {
      const answer = await fetch(service.url + path, { method, ...(method === 'GET' ? {} : { body: 'x'.repeat(100) }) });
      assert.equal(answer.status, 405, `${method} ${path}`);
      assert.equal(answer.headers.get('allow'), `${allow}, OPTIONS`, `${method} ${path}`);
      assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
    }
  }
});

test('OPTIONS lists the methods', async () => {
  for (const [path, allow] of routes) {
    const answer = await fetch(service.url + path, { method: 'OPTIONS' });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('allow'), `${allow}, OPTIONS`);
  }
});

test('what is not there is 404, to programs a problem, to browsers a page', async () => {
  for (const path of ['/nothing', '/e/', '/e/simple/registers', '/e/unknown', '/r/', '/assets/nothing.css', '/assets/', '/api/v1/', '/index.html',
    '/healthz/', '//', '/e//register']) {
    const answer = await fetch(service.url + path);
    assert.equal(answer.status, 404, path);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
    assert.equal((await answer.json()).status, 404);
    const page = await fetch(service.url + path, { headers: { accept: 'text/html,*/*;q=0.8' } });
    assert.equal(page.status, 404, path);
    if (!path.startsWith('/api/')) assert.match(await page.text(), /<h1>/);
  }
});

test('a body sent to nowhere is 404, not too large', async () => {
  for (const size of [10, 60_000]) {
    const answer = await fetch(`${service.url}/nowhere`, { method: 'POST', body: 'x'.repeat(size) });
    assert.equal(answer.status, 404);
  }
  assert.equal(status(await raw(`POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000000\r\n\r\n`)), 404);
});

test('a body where none belongs is refused', async () => {
  assert.equal(status(await get('/e/simple', 'Content-Length: 5\r\n')), 413);
});

test('HEAD is GET without the body', async () => {
  for (const path of ['/', '/e/simple', '/e/simple/register', '/assets/lanyard.css', '/healthz', '/nothing']) {
    const full = await fetch(service.url + path, { headers: { 'accept-language': 'en' } });
    const head = await raw(`HEAD ${path} HTTP/1.1\r\nHost: h\r\nAccept-Language: en\r\nConnection: close\r\n\r\n`);
    const [header, body] = head.split('\r\n\r\n');
    assert.equal(status(head), full.status, path);
    assert.equal(body, '', path);
    assert.equal(Number(/^content-length: (\d+)/im.exec(header)[1]), Buffer.byteLength(await full.text()), path);
  }
});

test('escapes, dots and foreign bytes in an address lead nowhere', async () => {
  for (const target of ['/e/simple%00', '/%00', '/e%2Fsimple', '/e/simple%2Fregister', '/assets/..%2Fpages%2Fhome.html', '/assets/../pages/home.html',
    '/assets/%2e%2e', '/e/%73imple', '/e/s\xefmple', '/e/simple;x', '/e/simple\\', `/e/${'a'.repeat(65)}`, `/r/${'A'.repeat(4000)}`, '/e/%zz',
    'http://elsewhere.example/e/simple', '*', '//e/simple']) {
    const answer = await get(target);
    assert.ok([400, 404].includes(status(answer)), `${target}: ${answer.slice(0, 60)}`);
  }
  await stillServes();
});

test('a query that is broken is no query', async () => {
  for (const query of ['lang=%00', 'lang=%zz', 'lang=%ff', '&&&', '=', 'a=b&'.repeat(250), 'lang=fr&lang=ar', 'lang=en%2Fx']) {
    assert.equal(status(await get(`/e/simple?${query}`)), 200, query.slice(0, 40));
  }
  assert.match(await get('/e/simple?lang=%66r'), /lang="fr"/);
});

test('a query with more parameters than memory is not answered with the page', async () => {
  const connection = open();
  connection.send(`GET /e/simple?${'a=b&'.repeat(5000)} HTTP/1.1\r\nHost: h\r\n\r\n`);
  await sleep(50);
  assert.notEqual(status(connection.soFar()), 200);
  await stillServes();
  connection.socket.destroy();
});

test('a page about nothing links to this site only', async () => {
  const answer = await get('//elsewhere.example/', 'Accept: text/html\r\n');
  assert.equal(status(answer), 404);
  assert.match(answer, /hreflang/);
  assert.ok(!answer.includes('elsewhere.example'));
});

test('a foreign Host header does not turn links around', async () => {
  const answer = await raw(post(registration, { headers: 'Connection: close\r\n' }).replace('Host: h', 'Host: evil.example/"><script>'));
  assert.equal(status(answer), 201);
  assert.match(answer, /"manage_url":"http:\/\/localhost\/e\/simple\/r\//);
});

test('behind a proxy that adds a line of its own, the client’s own X-Forwarded-For means nothing', async () => {
  const limited = await house.serve({ args: ['--rate-limit', '1', '--trust-proxy'] });
  const from = (address) => raw(post(registration, { headers: `X-Forwarded-For: ${address}\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.1\r\n` }), limited.port);
  assert.equal(status(await from('198.51.100.1')), 201);
  assert.equal(status(await from('198.51.100.2')), 429);
  await limited.stop();
});

test('pipelined requests are answered in order', async () => {
  const get404 = 'GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n';
  const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n${get404}${post(registration)}HEAD / HTTP/1.1\r\nHost: h\r\n\r\n${post('{}')}` +
    'GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  assert.deepEqual(statuses(answer), [200, 404, 201, 200, 422, 200]);
});

test('a chunked body is read like any other', async () => {
  const chunks = [...registration].map((letter) => `1\r\n${letter}\r\n`).join('');
  const answer = await raw('POST /api/v1/events/simple/registrations HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n' +
    `Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunks}0\r\n\r\n`);
  assert.equal(status(answer), 201);
});

test('a body in pieces with pauses arrives whole', async () => {
  const whole = post(registration, { headers: 'Connection: close\r\n' });
  const connection = open();
  for (let at = 0; at < whole.length; at += 40) {
    connection.send(whole.slice(at, at + 40));
    await sleep(5);
  }
  assert.equal(status(await connection.closed), 201);
});

test('a body that does not end is cut off', async () => {
  const connection = open();
  connection.send('POST /api/v1/events/simple/registrations HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
  const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
  let sent = 0;
  while (!connection.socket.destroyed && sent < 4 << 20) {
    connection.send(chunk);
    sent += 4096;
    await sleep(1);
  }
  await connection.closed;
  assert.ok(sent < 4 << 20, 'the service closed it');
  await stillServes();
});

test('a stated length beyond the limit is refused before the body comes', async () => {
  const headers = 'POST /api/v1/events/simple/registrations HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n';
  assert.equal(status(await raw(`${headers}\r\n`)), 413);
  const expecting = await raw(`${headers}Expect: 100-continue\r\n\r\n`);
  assert.deepEqual(statuses(expecting), [413]);
});

test('with Expect: 100-continue a good body is asked for and taken', async () => {
  const [header, body] = post(registration, { headers: 'Expect: 100-continue\r\nConnection: close\r\n' }).split('\r\n\r\n');
  const connection = open();
  connection.send(`${header}\r\n\r\n`);
  while (!connection.soFar()) await sleep(5);
  assert.match(connection.soFar(), /^HTTP\/1\.1 100/);
  connection.send(body);
  assert.deepEqual(statuses(await connection.closed), [100, 201]);
});

test('nonsense is refused, and the service goes on', async () => {
  const inputs = ['\r\n\r\n\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\nHost: h\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n',
    'POST /api/v1/scans HTTP/1.1\r\nHost: h\r\nContent-Length: minus\r\n\r\n', 'POST /api/v1/scans HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n',
    'POST /api/v1/scans HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '\0'.repeat(5000)];
  await Promise.all(inputs.map(async (bytes) => {
    const connection = open();
    connection.send(bytes);
    connection.socket.end();
    const answer = await connection.closed;
    assert.ok(!/^HTTP\/1\.1 (2|50[0-4])/.test(answer), `${JSON.stringify(bytes.slice(0, 40))}: ${answer.slice(0, 40)}`);
  }));
  await stillServes();
});

test('a body whose length is stated in two ways ends no later than the connection', async () => {
  // What follows must not be taken for a request of its own: a proxy in front may have read another length.
  const hidden = 'GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n';
  for (const lengths of ['Content-Length: 5\r\nContent-Length: 50', 'Content-Length: 5\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nContent-Length: 5', 'Transfer-Encoding: xchunked\r\nContent-Length: 5']) {
    const connection = open();
    connection.send(`POST /api/v1/scans HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n${lengths}\r\n\r\n0\r\n\r\n${hidden}`);
    connection.socket.end();
    assert.ok(!statuses(await connection.closed).includes(200), lengths);
  }
});

test('a length written so that a proxy may see one where this service sees none is refused', async () => {
  const hidden = 'GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n';
  for (const length of [`Content-Length : ${hidden.length}`, `Content-Length\t: ${hidden.length}`, `Content-Length:\r\n ${hidden.length}`,
    'Transfer-Encoding : chunked', 'Transfer-Encoding:\r\n chunked']) {
    const connection = open();
    connection.send(`POST /api/v1/scans HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n${length}\r\n\r\n${hidden}`);
    connection.socket.end();
    const answers = statuses(await connection.closed);
    assert.ok(!answers.includes(200) && answers.every((answer) => answer === 400), `${length}: ${answers}`);
  }
});

test('headers without end are refused', async () => {
  const one = await get('/', `X-Long: ${'x'.repeat(40_000)}\r\n`);
  assert.ok([400, 413, 414, 431].includes(status(one)), one.slice(0, 40));
  const many = await get('/', Array.from({ length: 3000 }, (_, i) => `X-${i}: many\r\n`).join(''));
  assert.ok([400, 413, 414, 431].includes(status(many)), many.slice(0, 40));
  const target = await get(`/${'a'.repeat(50_000)}`);
  assert.ok([400, 413, 414, 431].includes(status(target)), target.slice(0, 40));
  await stillServes();
});

test('clients that start and say no more hold nobody up', async () => {
  const idle = Array.from({ length: 300 }, (_, i) => {
    const connection = open();
    if (i % 3 === 1) connection.send('POST /api/v1/events/simple/registrations HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na');
    if (i % 3 === 2) connection.send('GET / HT');
    return connection;
  });
  const started = performance.now();
  const answers = await Promise.all(Array.from({ length: 50 }, () => register(service, 'simple')));
  assert.ok(answers.every((answer) => answer.status === 201));
  assert.ok(performance.now() - started < 5000, 'others are served meanwhile');
  for (const { socket } of idle) socket.destroy();
  await stillServes();
});

test('one address does not get all connections, so that others get theirs', async () => {
  const small = await house.serve({ args: ['--connections', '40'] });
  const many = Array.from({ length: 30 }, () => open(small.port));
  for (const { send } of many) send('GET / HTTP/1.1\r\nX-Slow: ');
  const remaining = () => many.filter(({ socket }) => !socket.destroyed);
  await until(() => remaining().length <= 10, 'the rest to be closed');
  const [one, ...others] = remaining();
  assert.ok(others.length >= 7, 'but for those that asked whether it is ready');
  one.send('on\r\nHost: h\r\nConnection: close\r\n\r\n');
  assert.equal(status(await one.closed), 200);
  await until(async () => status(await raw('GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', small.port)) === 200, 'the freed place');
  for (const { socket } of many) socket.destroy();
  await small.stop('SIGKILL');
});

test('a client that leaves before the answer does no harm', async () => {
  for (let i = 0; i < 40; i++) {
    const connection = open();
    await new Promise((resolve) => { connection.socket.once('connect', resolve); });
    connection.send(post(registration));
    if (i % 2) connection.socket.resetAndDestroy(); else connection.socket.end();
  }
  await stillServes();
  assert.equal((await register(service, 'simple')).status, 201);
});

test('one connection serves many requests', async () => {
  const connection = open();
  let answers = 0;
  for (let i = 0; i < 30; i++) {
    connection.send(post(registration));
    while (statuses(connection.soFar()).length <= answers) await sleep(2);
    answers += 1;
  }
  assert.deepEqual(statuses(connection.soFar()), Array(30).fill(201));
  connection.socket.destroy();
});

test('it lives', async () => {
  const answer = await fetch(`${service.url}/healthz`);
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), 'ok\n');
});

test('it says ready when schema and key are there, and why when not', async () => {
  assert.equal((await fetch(`${service.url}/readyz`)).status, 200);
  const keyless = new House({ key: false });
  try {
    const waiting = await keyless.serve({ ready: false });
    const answer = await fetch(`${waiting.url}/readyz`);
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    assert.equal((await fetch(`${waiting.url}/healthz`)).status, 200);
    keyless.apply(simpleEvent('simple'));
    const refused = await register(waiting, 'simple');
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    keyless.admin('key', 'new');
    for (let i = 0; i < 1500 && !(await fetch(`${waiting.url}/readyz`)).ok; i++) await sleep(20);
    assert.equal((await register(waiting, 'simple')).status, 201);
  } finally {
    await keyless.close();
  }
});

test('a database that turns the service away is not named to the public', async () => {
  const strange = await house.serve({ ready: false, env: { PGUSER: 'no_such_role' } });
  const answer = await fetch(`${strange.url}/readyz`);
  assert.equal(answer.status, 503);
  assert.equal(await answer.text(), 'the database does not answer\n');
  await until(() => /not ready:.*no_such_role/.test(strange.log), 'the log to say why');
  await strange.stop();
});

test('metrics are in the Prometheus text format and count', async () => {
  const read = async () => {
    const answer = await fetch(`${service.url}/metrics`);
    assert.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
    return answer.text();
  };
  const value = (text, series) => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.split(' ').at(-1) ?? NaN);
  const created = 'lanyard_http_requests_total{method="POST",route="/api/v1/events/{event}/registrations",status="201"}';
  const before = await read();
  await register(service, 'simple');
  // A request is counted once it is over, which may be after its answer was read.
  const after = await until(async () => {
    const text = await read();
    return value(text, created) > value(before, created) && text;
  }, 'the request to be counted');
  const types = new Map();
  for (const line of after.split('\n').slice(0, -1)) {
    const type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
    if (type) types.set(type[1], type[2]);
    else if (!/^# HELP [a-z_]+ \S.*$/.test(line)) {
      assert.match(line, /^[a-z_]+(\{[a-z]+="(\\.|[^"\\])*"(,[a-z]+="(\\.|[^"\\])*")*\})? (\d+(\.\d+)?|\+Inf|NaN)$/);
      const name = line.match(/^[a-z_]+/)[0];
      assert.ok(types.has(name) || types.get(name.replace(/_(bucket|sum|count)$/, '')) === 'histogram', `${name} has a type`);
    }
  }
  assert.equal(new Set(after.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.replace(/ \S+$/, ''))).size,
    after.split('\n').filter((line) => line && !line.startsWith('#')).length, 'each series once');
  const duration = 'lanyard_http_request_duration_seconds';
  const labels = 'method="POST",route="/api/v1/events/{event}/registrations"';
  assert.equal(value(after, `${duration}_bucket{${labels},le="+Inf"}`), value(after, `${duration}_count{${labels}}`));
  const buckets = after.split('\n').filter((line) => line.startsWith(`${duration}_bucket{${labels}`)).map((line) => Number(line.split(' ').at(-1)));
  assert.deepEqual(buckets, [...buckets].sort((a, b) => a - b), 'buckets add up');
  assert.equal(value(after, 'lanyard_database_up'), 1);
  const confirmed = Number(house.sql("SELECT count(*) FROM orders WHERE status = 'confirmed'")[0][0]);
  await until(async () => value(await read(), 'lanyard_registrations{status="confirmed"}') === confirmed, 'what is stored to be counted');
  assert.ok(value(after, 'lanyard_writer_items_total{writer="registrations"}') > 0);
  assert.ok(value(after, 'lanyard_pool_connections{pool="public",state="open"}') > 0);
});

test('whoever asks for metrics all the time does not make the database count all the time', async () => {
  const own = new House();
  try {
    own.sql(`CREATE SEQUENCE counted; ALTER FUNCTION metrics() RENAME TO metrics_real;
      CREATE FUNCTION metrics() RETURNS jsonb LANGUAGE sql SECURITY DEFINER AS $$ SELECT nextval('counted'); SELECT metrics_real() $$;
      GRANT EXECUTE ON FUNCTION metrics() TO lanyard_web`);
    const asked = await own.serve();
    for (let i = 0; i < 40; i++) assert.match(await (await fetch(`${asked.url}/metrics`)).text(), /^lanyard_database_up 1$/m);
    const [[times]] = own.sql('SELECT last_value FROM counted');
    assert.ok(Number(times) < 20, `${times} of 40`);
  } finally {
    await own.close();
  }
});

test('it stops when told, with nothing left to do', async () => {
  const other = await house.serve();
  await register(other, 'simple');
  assert.deepEqual(await other.stop(), { code: 0, signal: null });
});
