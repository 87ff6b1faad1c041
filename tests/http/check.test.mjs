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
