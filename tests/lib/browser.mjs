// Chromium, and pages in it.
import { chromium } from 'playwright-core';

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'] });

// A page, and what it complained about: errors of scripts, of the console (a broken content security policy is one), of loading.
export async function openPage(browser, service, options = {}) {
  const context = await browser.newContext({ baseURL: service.url, locale: 'en-GB', viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure().errorText}`));
  return { page, complaints, close: () => context.close() };
}

// Goes there; with `send` a form is sent, a wrong one or a right one.
export const visit = async (page, path, send) => {
  await page.goto(path);
  if (send) {
    await page.fill('#f-email', send === 'wrong' ? 'wrong' : 'amina@example.org');
    if (send === 'right') {
      for (const choice of ['[value=member]', '[value=dinner]', '[name="consents.photos"]']) await page.check(choice);
      await page.fill('#f-name', 'Amina Diallo');
    }
    await page.click('button[type=submit]');
    await page.waitForSelector(send === 'wrong' ? '.summary' : '[name=confirm]');
  }
};
