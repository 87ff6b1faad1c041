// The page before it is binding: what it shows, what its button says, and that what was shown is what is charged.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, register, sampleEvent, simpleEvent, until } from '../lib/lanyard.mjs';
import { field, hiddenFields, isCheck, visitor } from '../lib/visitor.mjs';

const house = new House();
after(() => house.close());
const [free] = simpleEvent('x').categories;
const dinner = { ...sampleEvent().sessions.find(({ code }) => code === 'dinner'), capacity: null, price: 6000 };
const paid = { ...free, code: 'paid', title: 'Paid', prices: { only: 35000 } };
const priced = (slug, price, changes = {}) => simpleEvent(slug, { categories: [{ ...paid, prices: { only: price } }, free], ...changes });
house.apply(simpleEvent('shop', { sessions: [dinner], categories: [free, paid,
  { ...free, code: 'grant', title: 'Grant', approval: true },
  { ...free, code: 'full', title: 'Full', capacity: 0, waiting_list: true },
  { ...paid, code: 'full-paid', title: 'Full and paid', capacity: 0, waiting_list: true }] }));
const service = await house.serve();
const { page, visit } = visitor(service);
const orders = (slug) => Number(house.sql(`SELECT count(*) FROM orders JOIN event USING (event_id) WHERE slug = '${slug}'`)[0][0]);
const plain = (html) => html.replaceAll(/<\/?bdi[^>]*>/g, '');
const button = (text) => /<button class="button"[^>]*name="confirm"[^>]*>([^<]*)</.exec(plain(text))?.[1];
const owed = (location) => house.sql(`SELECT amount FROM orders WHERE code = '${/\/r\/([A-Z0-9]{8})/.exec(location)[1]}'`)[0][0];

test('the first button shows everything once more and books nothing; the second says what it does and does it', async () => {
  const { check, confirm } = await visit('shop');
  const words = { free: 'Register', paid: 'Register and pay US$350.00', grant: 'Apply', full: 'Join the waiting list' };
  for (const [category, wanted] of Object.entries(words)) {
    const checked = await check({ category });
    assert.equal(checked.status, 200);
    assert.equal(button(checked.text), wanted);
  }
  assert.equal(orders('shop'), 0);
  const checked = await check({ category: 'paid', name: 'Zoë <O\'Neil>', affiliation: 'R&D', country: 'SN', 'sessions[]': 'dinner', 'consents.photos': 'yes' });
  for (const text of ['Paid', 'Summit dinner', 'US$350.00', 'US$60.00', 'US$410.00', 'Zoë &lt;O&#39;Neil&gt;', 'amina@example.org', 'R&amp;D', 'Senegal', 'I may appear in photographs'])
    assert.ok(checked.text.includes(text), text);
  assert.equal(button(checked.text), 'Register and pay US$410.00');
  for (const name of ['category', 'name', 'badge_name', 'email', 'affiliation', 'country', 'sessions', 'consents'])
    assert.match(checked.text, new RegExp(`name="change" value="${name}" formaction="/e/shop/register\\?lang=en#f-${name}"`));
  const { status, location } = await confirm(checked);
  assert.equal(status, 303);
  assert.equal(owed(location), '41000');
  assert.match((await page(location)).text, /US\$410\.00/);
});

test('what is applied or waited for says when it is to be paid', async () => {
  const { check } = await visit('shop');
  assert.match(plain((await check({ category: 'grant', 'sessions[]': 'dinner' })).text), /If your application is accepted, US\$60\.00 is due\./);
  assert.match(plain((await check({ category: 'full-paid' })).text), /If a place becomes free, it is yours and US\$350\.00 is due\./);
});

test('“Change” goes back to the form with everything in it', async () => {
  const { check, confirm } = await visit('shop');
  const checked = await check({ category: 'paid', name: 'Kept', badge_name: '', affiliation: 'R&D', country: 'SN', 'sessions[]': 'dinner', 'consents.photos': 'yes' });
  const form = await confirm(checked, {}, ['change', 'email']);
  assert.equal(form.status, 200);
  assert.ok(!isCheck(form.text) && !form.text.includes('role="alert"'));
  assert.equal(field(form.text, 'name'), 'Kept');
  assert.equal(field(form.text, 'badge_name'), '', 'as it was typed, not as it will be kept');
  assert.equal(field(form.text, 'form_id'), field(checked.text, 'form_id'));
  for (const wanted of [/value="paid"[^>]* checked/, /value="dinner"[^>]* checked/, /<option value="SN" selected>/, /name="consents.photos" value="yes" checked/]) assert.match(form.text, wanted);
});

test('another language shows the same page again, and books nothing', async () => {
  const { check, confirm } = await visit('shop', '?lang=fr');
  const before = orders('shop');
  const checked = await check({ category: 'paid' });
  const again = await confirm(checked, {}, ['language', 'fr']);
  assert.equal(again.status, 200);
  assert.equal(button(again.text), 'S’inscrire et payer 350,00\u00a0$US');
  assert.equal(orders('shop'), before);
});

test('a stale token shows the page again with everything, and the next press passes', async () => {
  const { check, confirm } = await visit('shop');
  const checked = await check({ category: 'paid', name: 'Patient' });
  const stale = await confirm({ text: checked.text.replace(/(name="csrf" value=")[^"]*/, `$1${'0'.repeat(64)}`) });
  assert.equal(stale.status, 403);
  assert.match(stale.text, /open too long/);
  assert.equal(button(stale.text), 'Register and pay US$350.00');
  assert.equal((await confirm(stale)).status, 303);
});

test('a price raised after it was shown is not charged: both are told, everything is kept, and the new one is asked for', async () => {
  house.apply(priced('rising', 35000));
  const { check, confirm } = await visit('rising');
  const checked = await check({ category: 'paid', name: 'Kept' });
  house.apply(priced('rising', 99900));
  const refused = await confirm(checked);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /US\$350\.00 was shown, it is US\$999\.00 now/);
  assert.equal(button(refused.text), 'Register and pay US$999.00');
  assert.equal(Object.fromEntries(hiddenFields(refused.text)).name, 'Kept');
  assert.equal(orders('rising'), 0);
  const { status, location } = await confirm(refused);
  assert.equal(status, 303);
  assert.equal(owed(location), '99900');
});

test('a price lowered after it was shown is the one that is charged', async () => {
  house.apply(priced('falling', 35000));
  const { check, confirm } = await visit('falling');
  const checked = await check({ category: 'paid' });
  house.apply(priced('falling', 100));
  assert.equal(owed((await confirm(checked)).location), '100');
});

test('what was free and is not any more is asked for too', async () => {
  house.apply(priced('free-once', 0));
  const { check, confirm } = await visit('free-once');
  const checked = await check({ category: 'paid' });
  house.apply(priced('free-once', 1));
  const refused = await confirm(checked);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Free was shown|US\$0\.00 was shown/);
});

test('a program says what it was shown, hears of both prices, and of what is due', async () => {
  house.apply(priced('api', 35000));
  const refused = await register(service, 'api', { category: 'paid', amount: 30000 });
  assert.equal(refused.status, 409);
  assert.equal(refused.headers.get('content-type'), 'application/problem+json');
  assert.deepEqual([refused.body.amount_shown, refused.body.amount, refused.body.currency], [30000, 35000, 'USD']);
  assert.equal(refused.body.errors[0].field, 'amount');
  assert.match(refused.body.detail, /US\$300\.00 was shown, it is US\$350\.00 now/);
  assert.equal(orders('api'), 0);
  for (const amount of [35000, 40000, undefined]) {
    const { status, body } = await register(service, 'api', { category: 'paid', ...amount && { amount } });
    assert.equal(status, 201);
    assert.deepEqual([body.amount, body.currency], [35000, 'USD']);
  }
  const wrong = await register(service, 'api', { category: 'paid', amount: '35000' });
  assert.equal(wrong.status, 422);
});

test('a form that is asked about is still one registration when its button is pressed twice', async () => {
  const { check, confirm } = await visit('shop');
  const checked = await check({ category: 'free', name: 'Twice' });
  const before = orders('shop');
  const [first, second] = await Promise.all([confirm(checked), confirm(checked)]);
  assert.equal(first.location, second.location);
  assert.equal(orders('shop'), before + 1);
});

test('what is sold out by then is said before the button', async () => {
  house.apply(simpleEvent('gone', { categories: [{ ...free, capacity: 0 }] }));
  const { check } = await visit('gone');
  const { status, text } = await check();
  assert.equal(status, 409);
  assert.match(text, /sold out/);
  assert.ok(!isCheck(text));
});

test('pages of the form are kept by nobody but the browser that goes back; those of one person not even there', async () => {
  const { check, send, form } = await visit('shop');
  const typed = [form, await check({ category: 'free' }), await check({ name: '' }), await page('/e/shop'), await page('/')];
  for (const { headers } of typed) {
    assert.equal(headers.get('cache-control'), 'private, no-cache');
    assert.match(headers.get('vary'), /Accept-Language/);
    assert.match(headers.get('vary'), /Accept-Encoding/);
  }
  const { headers } = await page((await send()).location);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.match(headers.get('vary'), /Accept-Language/);
});

test('one’s own page says what is next, until when, and whom to ask, in each state', async () => {
  const payment = { instructions: { en: 'Transfer {amount} to IBAN XX00 1234,\nwith {code}, by {due}.', fr: 'Virez {amount} ({code}) avant le {due}.' }, due_days: 14 };
  house.apply(simpleEvent('states', { payment, contact: 'desk@example.org', categories: [free, { ...paid, capacity: 5 },
    { ...free, code: 'grant', approval: true }, { ...free, code: 'full', capacity: 0, waiting_list: true }] }));
  const own = async (fields) => {
    const { body } = await register(service, 'states', fields);
    return { ...body, see: async (lang = 'en') => plain((await page(`${body.manage_url.slice(service.url.length)}&lang=${lang}`)).text) };
  };
  const owing = await own({ category: 'paid' });
  const [[due]] = house.sql(`SELECT to_char(due_on, 'FMDD FMMonth YYYY') FROM orders WHERE code = '${owing.code}'`);
  assert.deepEqual(house.sql(`SELECT due_on = (now() AT TIME ZONE 'Asia/Kuala_Lumpur')::date + 14 FROM orders WHERE code = '${owing.code}'`), [['t']]);
  assert.match(owing.due_on, /^\d{4}-\d\d-\d\d$/);
  const text = await owing.see();
  assert.ok(text.includes(`Transfer US$350.00 to IBAN XX00 1234,\nwith ${owing.code}, by ${due}.`), text);
  assert.ok(text.includes(`Please pay by ${due}.`));
  assert.match(await owing.see('fr'), new RegExp(`Virez 350,00.\\$US \\(${owing.code}\\) avant le `));
  house.admin('payment', 'record', owing.code, '--amount', '400', '--reference', 'too much');
  assert.match(await owing.see(), /US\$50\.00 more has arrived than is owed/);
  const states = { free: /registration desk expects you from 8 June 2027/, grant: /at the latest before the event begins on 8 June 2027/,
    full: /waited longest is next[^<]*8 June 2027/ };
  for (const [category, wanted] of Object.entries(states)) {
    const shown = await (await own({ category })).see();
    assert.match(shown, wanted, category);
    assert.match(shown, /mailto:desk@example\.org/, category);
    assert.ok(!shown.includes('IBAN'), category);
  }
  for (const [category, command, wanted] of [['grant', 'decline', /Another category may be open to you/], ['free', 'cancel', /If this was a mistake, write to the organizers/]]) {
    const one = await own({ category });
    house.admin('registration', command, '--yes', one.code);
    const shown = await one.see();
    assert.match(shown, wanted);
    assert.match(shown, /href="\/e\/states\/register\?lang=en">Register again</);
    assert.match(shown, /mailto:desk@example\.org/);
  }
});

// A window that ended some minutes ago, in the event's own time.
const minutesAgo = (minutes) => house.sql(`SELECT to_char(now() AT TIME ZONE 'Asia/Kuala_Lumpur' - ${minutes} * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI')`)[0][0];

test('past the end of its window a price holds for some minutes, for who has seen it', async () => {
  const ended = (slug, minutes, changes = {}) => house.apply(simpleEvent(slug, { windows: [{ code: 'early', title: 'Early', until: minutesAgo(minutes) }, { code: 'late', title: 'Late', until: null }],
    categories: [{ ...free, code: 'paid', prices: { early: 10000, late: 20000 } }], ...changes }));
  ended('graced', 10);
  const seen = await register(service, 'graced', { category: 'paid', amount: 10000 });
  assert.deepEqual([seen.status, seen.body.amount], [201, 10000]);
  assert.deepEqual(house.sql(`SELECT price_window, price FROM attendee JOIN orders USING (event_id, order_id) WHERE code = '${seen.body.code}'`), [['early', '10000']]);
  assert.equal((await register(service, 'graced', { category: 'paid', amount: 15000 })).body.amount, 10000, 'no more than what was seen');
  assert.equal((await register(service, 'graced', { category: 'paid' })).body.amount, 20000, 'who has seen nothing pays what it costs now');
  assert.equal((await register(service, 'graced', { category: 'paid', amount: 9999 })).status, 409);
  ended('late', 31);
  assert.equal((await register(service, 'late', { category: 'paid', amount: 10000 })).status, 409);
  ended('patient', 31, { payment: { grace_minutes: 60 } });
  assert.equal((await register(service, 'patient', { category: 'paid', amount: 10000 })).body.amount, 10000);
  ended('strict', 2, { payment: { grace_minutes: 0 } });
  assert.equal((await register(service, 'strict', { category: 'paid', amount: 10000 })).status, 409);
});
