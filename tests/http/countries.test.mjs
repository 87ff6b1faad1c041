// Countries: those that one comes from, by their names and in their readers' order.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent } from '../lib/lanyard.mjs';
import { visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
house.apply(simpleEvent('simple'));
const service = await house.serve();
const { page, visit } = visitor(service);
const offered = async (lang) => [...(await page(`/e/simple/register?lang=${lang}`)).text.matchAll(/<option value="([A-Z]{2})">([^<]*)</g)]
  .map(([, code, name]) => [code, name.replaceAll('&#39;', "'").replaceAll('&amp;', '&')]);
const none = ['DG', 'EA', 'IC', 'AC', 'CP', 'TA', 'CQ', 'XA', 'XB', 'XK', 'XX', 'ZZ', 'EU', 'UN', 'AN', 'AQ', 'BV', 'HM', 'TF', 'UM', 'GS', 'IO', 'UK', 'YU', 'SU'];

test('places where nobody lives and codes that are no country’s are neither offered nor taken', async () => {
  const { send } = await visit('simple');
  const codes = (await offered('en')).map(([code]) => code);
  assert.equal(codes.length, 242);
  for (const country of none) {
    assert.ok(!codes.includes(country), country);
    const { status, body } = await register(service, 'simple', { country });
    assert.equal(status, 422, country);
    assert.deepEqual(body.errors.map(({ field }) => field), ['country']);
    assert.equal((await send({ country })).status, 422, country);
  }
  for (const country of codes) assert.equal((await register(service, 'simple', { country, category: '' })).body.errors.length, 1, country);
});

test('they have the names that the United Nations give them, in the order of the reader’s alphabet', async () => {
  const wanted = { en: ['Türkiye', 'State of Palestine'], fr: ['Türkiye', 'État de Palestine'], es: ['Türkiye', 'Estado de Palestina'],
    ar: ['تركيا', 'دولة فلسطين'], ru: ['Турция', 'Государство Палестина'], zh: ['土耳其', '巴勒斯坦国'] };
  for (const [lang, [tr, ps]] of Object.entries(wanted)) {
    const list = await offered(lang);
    const names = new Map(list);
    assert.deepEqual([names.get('TR'), names.get('PS'), new Set(names.values()).size], [tr, ps, 242], lang);
    const { compare } = new Intl.Collator(lang);
    const wrong = list.filter(([, name], i) => i && compare(list[i - 1][1], name) > 0);
    assert.deepEqual(wrong, [], lang);
  }
});
