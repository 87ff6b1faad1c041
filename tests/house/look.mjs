// Pictures of every page in every state: see tests/house/look.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { House, repository } from '../lib/lanyard.mjs';
import { makeFaces, visitFace } from '../lib/faces.mjs';

const { values: options } = parseArgs({ options: {
  lang: { type: 'string', default: 'en,ar,zh,fr' }, width: { type: 'string', default: '360,768,1280' },
  theme: { type: 'string', default: 'light,dark' }, page: { type: 'string', default: '' }, serve: { type: 'boolean', default: false },
} });
const lists = Object.fromEntries(['lang', 'width', 'theme', 'page'].map((name) => [name, options[name].split(',')]));
const house = new House();

async function takePictures(browser, faces, theme, width) {
  const context = await browser.newContext({ viewport: { width: Number(width), height: 800 }, colorScheme: theme });
  const page = await context.newPage();
  for (const face of faces) {
    for (const lang of lists.lang) {
      await visitFace(page, face, lang);
      await page.screenshot({ path: join(repository, 'var/looks', `${face.name}-${lang}-${width}-${theme}.png`), fullPage: true });
    }
  }
  await context.close();
}

async function look() {
  const faces = (await makeFaces(house, await house.serve())).filter(({ name }) => lists.page.some((part) => name.includes(part)));
  if (options.serve) {
    console.log(JSON.stringify(faces, null, 2));
    await new Promise((resolve) => { for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve); });
    return;
  }
  mkdirSync(join(repository, 'var/looks'), { recursive: true });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'] });
  for (const theme of lists.theme) for (const width of lists.width) await takePictures(browser, faces, theme, width);
  await browser.close();
}

try {
  await look();
} finally {
  await house.close(); // and the services that it started
}
