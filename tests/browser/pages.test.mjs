// The pages in a real browser: without scripts, by keyboard, on a phone, in the dark, and as a screen reader hears them.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { House, folder, lines, must, register, run, sampleEvent, simpleEvent } from '../lib/lanyard.mjs';
import { launch, openPage, visit } from '../lib/browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WEIGHT_LIMIT = 14 * 1024; // everything that the heaviest page loads the first time, in bytes on the wire
const house = new House();
house.apply(sampleEvent());
const service = await house.serve();
const browser = await launch();
after(async () => {
  await browser.close();
  await house.close();
});

const open = (options) => openPage(browser, service, options);
const ownPath = async (fields) => {
  const { body } = await register(service, 'inet2027', { category: 'speaker', name: 'Amina Diallo', ...fields });
  return body.manage_url.slice(service.url.length);
};
const confirmed = await ownPath({ sessions: ['ntw', 'dnssec'], affiliation: 'ISOC Sénégal', country: 'SN' });
const unpaid = await ownPath({ category: 'member', sessions: ['dinner'], name: 'محمد بن عبد الله' });
const applied = await ownPath({ category: 'fellow' });

// The pages that everything general is tested on. With `send` a form is sent first, a wrong one or a right one.
const pages = [['home', '/'], ['event', '/e/inet2027'], ['register', '/e/inet2027/register'], ['register with errors', '/e/inet2027/register', 'wrong'],
  ['register, to be checked', '/e/inet2027/register', 'right'],
  ['confirmed', confirmed], ['unpaid', unpaid], ['applied', applied], ['error', '/nothing']];

test('a whole registration without scripts on a phone', async () => {
  const { page, complaints, close } = await open({ javaScriptEnabled: false, hasTouch: true, isMobile: true });
  await page.goto('/');
  await page.getByRole('link', { name: 'INET 2027' }).tap();
  await page.getByRole('link', { name: 'Register', exact: true }).first().tap();
  await page.getByRole('radio', { name: /Speaker/ }).check();
  await page.getByLabel('Your full name').fill('Nguyễn Thị Minh Khai');
  await page.getByLabel('Name on the badge').fill('Minh Khai');
  await page.getByLabel('E-mail address').fill('minh@example.org');
  await page.getByLabel('Organization or chapter').fill('ISOC Vietnam');
  await page.getByLabel('Country or region').selectOption('VN');
  await page.getByRole('checkbox', { name: /Network Training Workshop/ }).check();
  await page.getByRole('checkbox', { name: /photographs/ }).check();
  await page.getByRole('button', { name: 'Continue' }).tap();
  await page.getByRole('button', { name: 'Register', exact: true }).tap();
  await page.waitForURL(/\/r\/[A-Z0-9]{8}\?k=/);
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Nguyễn Thị Minh Khai');
  const text = await page.locator('main').innerText();
  for (const part of ['Confirmed', 'Minh Khai', 'ISOC Vietnam', 'minh@example.org', 'Network Training Workshop']) assert.ok(text.includes(part), part);
  assert.ok(await page.getByRole('img', { name: /QR code/ }).isVisible());
  assert.deepEqual(complaints, []);
  const code = /\/r\/([A-Z0-9]{8})/.exec(page.url())[1];
  assert.deepEqual(house.sql(`SELECT o.status, a.name, a.badge_name, a.country, s.session, c.consent FROM orders o JOIN attendee a USING (event_id, order_id)
    JOIN attendee_session s USING (event_id, attendee_id) JOIN attendee_consent c USING (event_id, attendee_id) WHERE o.code = '${code}'`),
  [['confirmed', 'Nguyễn Thị Minh Khai', 'Minh Khai', 'VN', 'ntw', 'photos']]);
  await close();
});

test('choosing a category on the event’s page chooses it in the form', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  await page.goto('/e/inet2027');
  await page.getByRole('link', { name: 'Student' }).click();
  assert.ok(await page.getByRole('radio', { name: /Student/ }).isChecked());
  await close();
});

test('a wrong form keeps every value, puts each error beside its field and is mended from the summary', async () => {
  const { page, close } = await open();
  await page.goto('/e/inet2027/register');
  const typed = { '#f-badge_name': 'Khai', '#f-email': 'minh(at)example.org', '#f-affiliation': 'ISOC "Vietnam" & <friends>' };
  for (const [field, value] of Object.entries(typed)) await page.fill(field, value);
  await page.selectOption('#f-country', 'VN');
  for (const choice of ['[value=speaker]', '[value=rpki]', '[value=dinner]', '[name="consents.newsletter"]']) await page.check(choice);
  await page.click('button[type=submit]');
  await page.waitForSelector('.summary');

  assert.match(await page.title(), /^Error: /);
  for (const [field, value] of Object.entries(typed)) assert.equal(await page.inputValue(field), value);
  assert.equal(await page.inputValue('#f-country'), 'VN');
  for (const choice of ['[value=speaker]', '[value=rpki]', '[value=dinner]', '[name="consents.newsletter"]']) assert.ok(await page.isChecked(choice), choice);
  assert.equal(await page.locator('input:checked').count(), 4);

  // The focus stands on the summary; from there Tab goes through its links in the page's order.
  assert.ok(await page.evaluate(() => document.activeElement.matches('.summary')));
  const links = [];
  for (let i = 0; i < 2; i++) {
    await page.keyboard.press('Tab');
    links.push(await page.evaluate(() => document.activeElement.getAttribute('href')));
  }
  assert.deepEqual(links, ['#f-name', '#f-email']);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'f-email');

  for (const name of ['name', 'email']) {
    const field = page.locator(`#f-${name}`);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const error = page.locator(`#e-${name}`);
    assert.ok((await field.getAttribute('aria-describedby')).split(' ').includes(`e-${name}`));
    const [above, below] = [await error.boundingBox(), await field.boundingBox()];
    assert.ok(below.y - (above.y + above.height) >= 0 && below.y - (above.y + above.height) < 20, 'the error stands right above its field');
  }
  assert.equal(await page.locator('[aria-invalid]').count(), 2);

  await page.fill('#f-name', 'Minh Khai');
  await page.fill('#f-email', 'minh@example.org');
  await page.click('button[type=submit]');
  await page.click('[name=confirm]');
  await page.waitForURL(/\/r\//);
  assert.match(await page.locator('main').innerText(), /Waiting for payment[^]*\$60\.00/);
  await close();
});

test('the keyboard alone registers, with the focus always to be seen', async () => {
  const { page, close } = await open({ viewport: { width: 1280, height: 900 } });
  await page.goto('/e/inet2027/register');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  const order = [];
  const next = async () => {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return { name: element.name || element.type || element.tagName, ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen: box.top >= 0 && box.bottom <= innerHeight };
    });
    assert.ok(at.ring, `${at.name} shows the focus`);
    assert.ok(at.seen, `${at.name} is in view`);
    order.push(at.name);
    return at.name;
  };
  await next(); // the link to the event
  await next();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown'); // the first is taken by the first arrow
  assert.equal(await page.locator('[name=category]:checked').getAttribute('value'), 'speaker');
  await next();
  await page.keyboard.type('Wanjikũ Mwangi');
  await next();
  await next();
  await page.keyboard.type('wanjiku@example.org');
  await next();
  await next();
  await page.keyboard.type('Kenya');
  await next();
  await page.keyboard.press('Space');
  while (await next() !== 'submit');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[name=confirm]');
  const form = order.splice(0);
  while (await next() !== 'confirm');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/r\//);
  assert.deepEqual(form, ['A', 'category', 'name', 'badge_name', 'email', 'affiliation', 'country', 'sessions[]', 'sessions[]', 'sessions[]',
    'sessions[]', 'consents.participant_list', 'consents.photos', 'consents.newsletter', 'submit']);
  const code = /\/r\/([A-Z0-9]{8})/.exec(page.url())[1];
  assert.deepEqual(house.sql(`SELECT a.category, a.name, a.country, s.session FROM orders o JOIN attendee a USING (event_id, order_id)
    JOIN attendee_session s USING (event_id, attendee_id) WHERE o.code = '${code}'`), [['speaker', 'Wanjikũ Mwangi', 'KE', 'ntw']]);
  await close();
});

for (const width of [360, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing at ${width} px in the ${colorScheme}`, async () => {
      // The policy forbids scripts, axe's too; it is switched off here and nowhere else.
      const { page, close } = await open({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
      for (const [name, path, send] of pages) {
        for (const lang of name.startsWith('register') || name === 'unpaid' ? ['en', 'ar'] : ['en']) {
          await visit(page, `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`, send);
          await page.evaluate(axe);
          const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'] }));
          assert.ok(passes.length > 10, 'axe looked');
          assert.deepEqual(violations.map(({ id, nodes }) => `${name} ${lang}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`), []);
        }
      }
      await close();
    });
  }
}

test('no page complains, breaks its policy or scrolls sideways at 320 px, in any language', async () => {
  const { page, complaints, close } = await open({ viewport: { width: 320, height: 640 } });
  for (const lang of ['en', 'ar', 'es', 'fr', 'ru', 'zh']) {
    for (const [name, path, send] of pages) {
      await visit(page, `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`, send);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${name} ${lang} is ${width} px wide`);
      for (const details of await page.locator('details').all()) await details.evaluate((element) => { element.open = true; });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320, `${name} ${lang} with everything open`);
    }
  }
  assert.deepEqual(complaints.filter((text) => !/status of (404|422)/.test(text)), []);
  await close();
});

test('long words and names do not break the page', async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
  await page.goto(await ownPath({ name: long, badge_name: long.slice(0, 60), affiliation: long, email: `${long.slice(0, 50)}@${'example'.repeat(8)}.org` }));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await close();
});

test('long words in an event’s own texts break too, and a price with no room beside its title stands below it', async () => {
  const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
  const event = sampleEvent();
  const titled = (list) => list.map((entry) => ({ ...entry, title: `${entry.title} ${word}` }));
  house.apply({ ...event, slug: 'words', title: word, venue: { ...event.venue, name: word, address: word }, categories: titled(event.categories),
    sessions: titled(event.sessions), consents: titled(event.consents), windows: titled(event.windows) });
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  for (const path of ['/', '/e/words', '/e/words/register']) {
    await visit(page, path, path.endsWith('register') ? 'wrong' : undefined);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, path);
    await page.addStyleTag({ content: 'html { font-size: 200% }' }).catch(() => page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%')));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, `${path} with letters of twice the size`);
    for (const title of await page.locator('.choice strong, .category h3').all()) assert.ok((await title.boundingBox()).width > 100, 'a title is no column of letters');
  }
  await close();
});

test('names in every script and addresses in every language are taken as they are typed', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  const people = [['ग'.repeat(60), '用户@例子.公司', '用户@例子.公司'], ['นางสาวพิมพ์ชนก ลือวิเศษไพบูลย์', 'δοκιμή@παράδειγμα.ελ', 'δοκιμή@παράδειγμα.ελ'],
    ['שרה 👩🏽‍🚀 Cohen', 'user@xn--fsqu00a.xn--55qx5d', 'user@例子.公司'], ['\u2067عمر\u2069 (Omar)', 'Omar@EXAMPLE.org', 'Omar@example.org'],
    ['Ñ'.repeat(60), 'الاسم@مثال.إختبار', 'الاسم@مثال.إختبار']];
  for (const [name, email, kept] of people) {
    await page.goto('/e/inet2027/register');
    await page.check('[value=press]');
    await page.fill('#f-name', name);
    await page.fill('#f-email', email);
    await page.click('form .button');
    await page.click('[name=confirm]');
    await page.waitForURL(/\/r\//);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name);
    assert.ok((await page.locator('.facts').innerText()).includes(kept), kept);
  }
  await page.goto('/e/inet2027/register');
  await page.fill('#f-name', 'Eve \u202egnirob');
  await page.fill('#f-badge_name', 'W'.repeat(61));
  await page.click('form .button');
  assert.match(await page.locator('#e-name').innerText(), /cannot be shown/);
  assert.match(await page.locator('#e-badge_name').innerText(), /at most 60/);
  assert.equal(await page.inputValue('#f-name'), 'Eve \u202egnirob');
  await page.fill('#f-name', 'Phra Rajakumari '.repeat(5));
  await page.fill('#f-badge_name', '');
  await page.click('form .button');
  assert.match(await page.locator('#e-badge_name').innerText(), /too long for a badge\. Write here what to print, at most 60/);
  await close();
});

test('Arabic runs from right to left, and what does not stays as it is', async () => {
  const { page, close } = await open({ locale: 'ar-EG' });
  await page.goto('/e/inet2027/register');
  const html = page.locator('html');
  assert.deepEqual([await html.getAttribute('lang'), await html.getAttribute('dir')], ['ar', 'rtl']);
  const radio = await page.locator('[value=member]').boundingBox();
  const label = await page.locator('.choice', { has: page.locator('[value=member]') }).locator('strong').boundingBox();
  assert.ok(radio.x > label.x, 'the button stands on the right of its text');
  await page.fill('#f-email', 'amina@example.org');
  assert.equal(await page.locator('#f-email').evaluate((element) => getComputedStyle(element).direction), 'ltr');
  await page.fill('#f-name', 'أمينة');
  assert.equal(await page.locator('#f-name').evaluate((element) => getComputedStyle(element).direction), 'rtl');
  await page.goto(unpaid);
  assert.match(await page.locator('main').innerText(), /410\.00/);
  assert.equal(await page.locator('.big').evaluate((element) => getComputedStyle(element).direction), 'ltr');
  await close();
});

test('the language changes by a link, on the attendee’s page too', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  await page.goto(confirmed);
  await page.locator('header summary').click();
  await page.getByRole('link', { name: 'Français' }).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Amina Diallo');
  assert.match(await page.locator('main').innerText(), /Confirmée/);
  await close();
});

test('the languages stand in the header, in sight of a phone, and none of them is what Enter in a field presses', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  for (const [name, path, send] of pages) {
    await visit(page, path, send);
    const box = await page.locator('header details summary').boundingBox();
    assert.ok(box.y + box.height < 120, `${name}: ${box.y}`);
    assert.ok(!await page.getByText('Français').isVisible(), `${name}: folded`);
    await page.locator('header summary').click();
    assert.ok(await page.getByText('Français').isVisible(), `${name}: unfolded`);
  }
  await page.goto('/e/inet2027/register?lang=en');
  await page.locator('#f-email').press('Enter');
  await page.waitForSelector('.summary');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await close();
});

test('the summary of errors shows that it has the focus', async () => {
  const { page, close } = await open();
  await visit(page, '/e/inet2027/register', 'wrong');
  const { outlineStyle, outlineWidth } = await page.locator('.summary:focus').evaluate((element) => getComputedStyle(element));
  assert.deepEqual([outlineStyle, outlineWidth], ['solid', '3px']);
  await close();
});

test('letters of twice the size on a small phone break no word of a heading', async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 }, bypassCSP: true });
  await page.goto('/e/inet2027/register?lang=en');
  await page.addStyleTag({ content: 'html { font-size: 200% }' });
  const heading = page.locator('h1');
  assert.equal(await heading.innerText(), 'Registration');
  const lines = await heading.evaluate((element) => { const range = document.createRange(); range.selectNodeContents(element); return range.getClientRects().length; });
  assert.equal(lines, 1);
  for (const part of ['h1', 'legend']) assert.equal(await page.locator(part).first().evaluate((element) => getComputedStyle(element).hyphens), 'auto', part);
  await close();
});

test('what is touched is large enough', async () => {
  const { page, close } = await open({ hasTouch: true, isMobile: true });
  for (const [name, path, send] of pages) {
    await visit(page, path, send);
    // Links within a sentence are exempt (WCAG 2.2, 2.5.8), a check box has its whole label.
    const small = await page.evaluate(() => [...document.querySelectorAll('.button, select, input:not([type]):not([name=website]), .choice, .languages a, .languages button, .summary a, summary, .mark, .link')]
      .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()]).filter(([, box]) => box.height < (44 - 12) || box.width < 24)
      .map(([html, box]) => `${html}: ${box.width}×${box.height}`));
    assert.deepEqual(small, [], name);
    const actions = await page.evaluate(() => [...document.querySelectorAll('.button, select, input:not([type]):not([name=website]), .choice')]
      .filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(actions, [], name);
  }
  await close();
});

test(`a first visit loads at most ${WEIGHT_LIMIT / 1024} KiB, in five requests at most`, async () => {
  for (const [name, path] of pages.filter(([, , send]) => !send)) {
    const { page, close } = await open();
    let weight = 0;
    const sizes = [];
    page.on('response', (response) => { sizes.push(response.request().sizes().then(({ responseBodySize }) => { weight += responseBodySize; })); });
    await page.goto(path, { waitUntil: 'networkidle' });
    await Promise.all(sizes);
    assert.ok(weight > 1000 && weight <= WEIGHT_LIMIT, `${name}: ${weight} bytes`);
    assert.ok(sizes.length <= 5, `${name}: ${sizes.length} requests`);
    await close();
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`the QR code on a phone's screen, ${colorScheme}, admits at the desk`, async () => {
    const { page, close } = await open({ colorScheme, deviceScaleFactor: 2 });
    await page.goto(await ownPath({}));
    const picture = join(folder('screen'), 'screen.png');
    await page.screenshot({ path: picture, fullPage: true });
    await page.locator('main details').evaluate((element) => { element.open = true; });
    const token = must('zbarimg', ['--quiet', '--raw', picture]).trim();
    assert.equal(await page.locator('.token').innerText(), token);
    const door = house.pair(service, 'desk', `desk-${colorScheme}`, 'inet2027');
    const [verdict] = lines(door.scan(token).stdout);
    assert.equal(verdict.verdict, 'admitted', JSON.stringify(verdict));
    const saved = join(folder('saved'), 'ticket.svg');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').click()]);
    await download.saveAs(saved);
    assert.match(download.suggestedFilename(), /^inet2027-[2-9A-HJ-NP-Z]{8}\.svg$/);
    await page.goto('about:blank');
    await page.setContent(`<img src="data:image/svg+xml;base64,${readFileSync(saved).toString('base64')}">`);
    const looked = join(folder('saved'), 'ticket.png');
    await page.locator('img').screenshot({ path: looked });
    assert.equal(must('zbarimg', ['--quiet', '--raw', looked]).trim(), token);
    await close();
  });
}

test('printed, the attendee’s page is the ticket and its facts', async () => {
  const { page, close } = await open();
  await page.goto(confirmed);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.qr').isVisible());
  assert.ok(await page.locator('.facts').isVisible());
  for (const part of ['.bar', 'footer', 'a[download]', 'details']) assert.ok(!await page.locator(part).first().isVisible(), part);
  const paper = join(folder('paper'), 'ticket.pdf');
  await page.pdf({ path: paper, format: 'A4' });
  assert.match(must('pdfinfo', [paper]), /Pages:\s+1\n/);
  const scan = paper.replace('.pdf', '');
  must('pdftoppm', ['-png', '-singlefile', '-r', '100', paper, scan]);
  assert.match(must('zbarimg', ['--quiet', '--raw', `${scan}.png`]), /^LY[A-Z2-7]+\n$/);
  await close();
});

test('a closed event is told in a sentence', async () => {
  house.apply(simpleEvent('closed', { registration: { opens: null, closes: '2020-01-01' } }));
  const { page, close } = await open();
  await page.goto('/e/closed/register');
  assert.ok(await page.getByText('Registration is not open').isVisible());
  assert.equal(await page.locator('form').count(), 0);
  await close();
});
