// What programs are told of the API is true: a valid OpenAPI 3.1 document, which real requests and answers fit.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import { House, register, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());
house.apply(simpleEvent('simple'));
const service = await house.serve();
const ask = async (path, options = {}) => {
  const answer = await fetch(service.url + path, options);
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() };
};
const { body: document, type } = await ask('/api/v1/openapi.json');

// Strictly: an answer may grow, but what it has now is all named.
const ajv = new Ajv2020({ strict: false });
ajv.addSchema({ ...document, $id: 'api', components: { ...document.components,
  schemas: Object.fromEntries(Object.entries(document.components.schemas).map(([name, schema]) => [name, { additionalProperties: false, ...schema }])) } });
const escaped = (text) => text.replaceAll('~', '~0').replaceAll('/', '~1');
const fits = (pointer, value) => {
  const validate = ajv.compile({ $ref: `api#${pointer}` });
  assert.ok(validate(value), `${pointer}: ${JSON.stringify(validate.errors)} in ${JSON.stringify(value)}`);
};
const at = (path, method, rest) => `/paths/${escaped(path)}/${method}/${rest}`;
const registrations = '/api/v1/events/{event}/registrations';
const answer = (path, method, status) => at(path, method,
  status === 'default' ? 'responses/default/content/application~1problem+json/schema' : `responses/${status}/content/application~1json/schema`);
const input = (path) => at(path, 'post', 'requestBody/content/application~1json/schema');

test('the description is valid OpenAPI 3.1 and names every address of the API', async () => {
  assert.match(type, /^application\/json/);
  const result = await new Validator().validate(document);
  assert.ok(result.valid, JSON.stringify(result.errors));
  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(Object.keys(document.paths).sort(), ['/api/v1/device', '/api/v1/devices/pair', '/api/v1/events/{event}', registrations, `${registrations}/{code}`, '/api/v1/scans']);
});

test('a registration, and what refuses it, fit the description', async () => {
  const person = { category: 'free', name: 'Amina Diallo', email: 'amina@example.org', affiliation: null, sessions: [], consents: { photos: true } };
  fits(input(registrations), person);
  const { status, body } = await register(service, 'simple', person);
  assert.equal(status, 201);
  fits(answer(registrations, 'post', 201), body);
  const one = await ask(`/api/v1/events/simple/registrations/${body.code}`, { headers: { authorization: `Bearer ${body.secret}` } });
  assert.equal(one.status, 200);
  fits(answer(`${registrations}/{code}`, 'get', 200), one.body);
  const event = await ask('/api/v1/events/simple');
  assert.equal(event.status, 200);
  fits(answer('/api/v1/events/{event}', 'get', 200), event.body);
  const refused = await ask('/api/v1/events/simple/registrations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"nme": 1}' });
  assert.equal(refused.status, 422);
  fits(answer(registrations, 'post', 'default'), refused.body);
  const validate = ajv.compile({ $ref: `api#${input(registrations)}` });
  assert.ok(!validate({ ...person, nme: 1 }), 'what nobody knows is refused in the description too');
  assert.ok(!validate({ ...person, name: 7 }));
});

test('what a door asks and hears fits the description', async () => {
  const { body } = await register(service, 'simple', { name: 'At the door' });
  const { code } = JSON.parse(house.admin('device', 'new', 'described', '--point', 'desk', '--format', 'json'));
  const pairing = { code, key: randomBytes(32).toString('hex') };
  fits(input('/api/v1/devices/pair'), pairing);
  const json = { 'content-type': 'application/json' };
  const paired = await ask('/api/v1/devices/pair', { method: 'POST', headers: json, body: JSON.stringify(pairing) });
  assert.equal(paired.status, 200, JSON.stringify(paired.body));
  fits(answer('/api/v1/devices/pair', 'post', 200), paired.body);
  const bearer = { authorization: `Bearer ${pairing.key}` };
  fits(answer('/api/v1/device', 'get', 200), (await ask('/api/v1/device', { headers: bearer })).body);
  const scans = { scans: [{ id: '01890a5d-ac96-774b-bcce-b302099a8057', token: body.tickets[0].token, at: '2027-06-08T09:00:00Z' }] };
  fits(input('/api/v1/scans'), scans);
  const scanned = await ask('/api/v1/scans', { method: 'POST', headers: { ...json, ...bearer }, body: JSON.stringify(scans) });
  assert.equal(scanned.status, 200, JSON.stringify(scanned.body));
  fits(answer('/api/v1/scans', 'post', 200), scanned.body);
  fits(answer('/api/v1/device', 'get', 'default'), (await ask('/api/v1/device')).body);
});
