// The form in a real browser: what was typed stays, whatever is done in between.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { House, must, sampleEvent } from '../lib/lanyard.mjs';
import { launch, openPage, visit } from '../lib/browser.mjs';

const house = new House();
house.apply(sampleEvent());
const service = await house.serve();
const browser = await launch();
const open = (options) => openPage(browser, service, options);
after(async () => {
  await browser.close();
  await house.close();
});

test('the language changes in the middle of the form, and what was typed stays', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  await page.goto('/e/inet2027/register?category=student&lang=en');
  await page.fill('#f-name', 'Amina "A" Diallo');
  await page.check('[value=dinner]');
  await page.locator('header summary').click();
  await page.getByRole('button', { name: 'العربية' }).click();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  assert.equal(await page.inputValue('#f-name'), 'Amina "A" Diallo');
  for (const choice of ['[value=student]', '[value=dinner]']) assert.ok(await page.isChecked(choice), choice);
  assert.equal(await page.locator('.error').count(), 0);
  // Enter in a field still sends the form, and does not choose a language.
  await page.fill('#f-email', 'amina@example.org');
  await page.locator('#f-email').press('Enter');
  await page.click('[name=confirm]');
  await page.waitForURL(/\/r\//);
  assert.equal(await page.locator('html').getAttribute('lang'), 'ar');
  await close();
});

// What is typed after a page was sent is the browser's alone: it keeps it where it may keep the page.
test('Back loses nothing of what was typed, after an error, another language, the page that asks once more', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await open({ javaScriptEnabled });
    const leave = async () => {
      await page.locator('main .when a').click();
      await page.waitForURL(/\/e\/inet2027\?/);
      await page.goBack();
    };
    await page.goto('/e/inet2027/register?lang=en');
    await page.fill('#f-name', 'Amina');
    await leave();
    assert.equal(await page.inputValue('#f-name'), 'Amina', 'of the form');
    await page.click('form .button');
    await page.waitForSelector('.summary');
    await page.fill('#f-email', 'amina@example.org');
    await leave();
    assert.deepEqual([await page.inputValue('#f-name'), await page.inputValue('#f-email')], ['Amina', 'amina@example.org'], 'after an error');
    await page.locator('header summary').click();
    await page.getByRole('button', { name: 'Français' }).click();
    await page.waitForSelector('html[lang=fr]');
    await page.fill('#f-affiliation', 'ISOC');
    await page.check('[value=dinner]');
    await leave();
    assert.deepEqual([await page.inputValue('#f-name'), await page.inputValue('#f-affiliation'), await page.isChecked('[value=dinner]')], ['Amina', 'ISOC', true], 'after another language');
    await page.check('[value=member]');
    await page.click('form .button');
    await page.waitForSelector('[name=confirm]');
    await leave();
    assert.match(await page.locator('[name=confirm]').innerText(), /410,00/, 'of the page that asks');
    await page.goBack();
    assert.equal(await page.inputValue('#f-affiliation'), 'ISOC', 'and before it');
    await close();
  }
});

test('“Change” comes back to the field, with all the others as they were', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  await visit(page, '/e/inet2027/register?lang=en', 'right');
  await page.getByRole('button', { name: 'Change — E-mail address' }).click();
  assert.match(page.url(), /#f-email$/);
  assert.equal(await page.inputValue('#f-email'), 'amina@example.org');
  assert.ok(await page.isChecked('[value=dinner]'));
  await page.click('form .button');
  await page.getByRole('button', { name: 'Register and pay US$410.00' }).click();
  await page.waitForURL(/\/r\//);
  await close();
});

test('what people do not see is the last of the form, and hidden as browsers of long ago know it', async () => {
  const { page, close } = await open();
  await page.goto('/e/inet2027/register');
  assert.equal(await page.evaluate(() => [...document.forms[0].elements].at(-1).name), 'website');
  for (const part of ['main .apart', '.skip']) {
    const { position, clip, width } = await page.locator(part).evaluate((element) => getComputedStyle(element));
    assert.deepEqual([position, clip, width], ['absolute', 'rect(0px, 0px, 0px, 0px)', '1px'], part);
  }
  await close();
});

test('a text browser shows each choice on a line of its own, and nothing that is not meant for people before the end', async () => {
  const text = must('w3m', ['-dump', '-cols', '80', '-cookie', `${service.url}/e/inet2027/register?lang=en`]).split('\n');
  for (const choice of ['( ) Internet Society member US$350.00 then US$450.00', '( ) Student US$100.00 then US$150.00', '( ) Press Free', '[ ] Summit dinner US$60.00']) {
    assert.ok(text.some((line) => line.trim() === choice), choice);
  }
  const at = (part) => text.findIndex((line) => line.includes(part));
  assert.ok(at('Leave this empty') > at('What we may do with your data'));
});
