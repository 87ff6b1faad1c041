// Names as people write them: what is kept, and what is nothing to be seen.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, simpleEvent } from '../lib/lanyard.mjs';
import { visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
house.apply(simpleEvent('names'));
const service = await house.serve();
const { page, visit } = visitor(service);
const visible = (text) => JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
const kept = (code) => house.sql(`SELECT to_json(ARRAY[a.name, a.badge_name, a.affiliation]) FROM attendee a JOIN orders o USING (event_id, order_id) WHERE o.code = '${code}'`)[0][0];

test('a letter that this Unicode does not know, a joiner and a private one are kept', async () => {
  for (const name of ['王\u{2ebf0}', '\u{3134b}\u{323b0}', 'X\u{378}', 'می\u200cخواهم', 'ශ්\u200dරී', 'An\u200bna', '❤\ufe0f', '\ue000', '\u2067עמר\u2069 (Omar)', 'x\u{2fe0}']) {
    const { status, body } = await register(service, 'names', { name, badge_name: name, affiliation: name });
    assert.equal(status, 201, `${visible(name)} ${JSON.stringify(body)}`);
    assert.deepEqual(JSON.parse(kept(body.code)), [name, name, name].map((text) => text.normalize('NFC')), visible(name));
  }
});

test('a name of nothing that is seen is none, and what may be left out is left out', async () => {
  for (const name of ['\u2800', '\u2800 \u2800', '\u3164', '\u115f\u1160', '\uffa0', '\u200b', '\u200c\u200d', '\ufe0f', '\u{e0067}\u{e007f}', '\u00ad', '\u034f', '\u2066\u2069', '\ufeff', '\u180e', '\u3000\u2003']) {
    const none = await register(service, 'names', { name });
    assert.equal(none.status, 422, visible(name));
    assert.deepEqual(none.body.errors.map(({ field, message }) => [field, message]), [['name', 'Write your name.']], visible(name));
    const { status, body } = await register(service, 'names', { name: 'Anna', badge_name: name, affiliation: name });
    assert.equal(status, 201, visible(name));
    assert.deepEqual(JSON.parse(kept(body.code)), ['Anna', 'Anna', null], visible(name));
  }
});

test('controls, noncharacters and directions that stay open are refused in words', async () => {
  for (const name of ['a\u0000b', 'a\u001bb', 'a\u0085b'.replace('\u0085', '\u009b'), 'a\u007f', 'a\uffff', 'a\ufdd0', 'a\u{1fffe}', 'a\u202e', 'a\u2066b', 'a\u2069b', '\u2066a\u202c']) {
    for (const field of ['name', 'badge_name', 'affiliation']) {
      const { status, body } = await register(service, 'names', { [field]: name });
      if (status === 400) { assert.equal(name, 'a\u0000b'); continue; } // not JSON that this takes
      assert.equal(status, 422, visible(name));
      assert.deepEqual(body.errors.map((error) => error.field), [field], visible(name));
    }
  }
});

test('what is inserted in a sentence is an element of its own, whichever way the page runs', async () => {
  const session = (code, title) => ({ code, title, kind: 'tutorial', starts: '2027-06-08T09:00', ends: '2027-06-08T12:00', room: 'Room 1', capacity: null, price: 0 });
  house.apply(simpleEvent('titles', { sessions: [session('one', 'ورشة الأمن (1)'), session('two', 'Room <2>')] }));
  for (const lang of ['en', 'fr', 'ar', 'zh']) {
    const { send } = await visit('titles', `?lang=${lang}`);
    const { status, text } = await send({ 'sessions[]': ['two', 'one'] });
    assert.equal(status, 422);
    assert.match(text, /<p class="error" id="e-sessions">[^<]*<bdi>ورشة الأمن \(1\)<\/bdi>[^<]*<\/p>/, lang);
    assert.doesNotMatch(text.replace(/"[^"]*"/g, ''), /[\u2066-\u2069]/, lang);
    for (const path of ['/', '/e/titles', '/e/names']) assert.doesNotMatch((await page(`${path}?lang=${lang}`)).text, /[\u2066-\u2069]/, `${path} ${lang}`);
  }
});
