// Every page in every state, language, width and theme, as axe sees it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { House, sampleEvent } from '../lib/lanyard.mjs';
import { launch } from '../lib/browser.mjs';
import { makeFaces, visitFace } from '../lib/faces.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const languages = ['en', 'ar', 'es', 'fr', 'ru', 'zh-Hans'];
const house = new House();
const faces = await makeFaces(house, await house.serve());
const browser = await launch();
after(async () => {
  await browser.close();
  await house.close();
});

// The policy forbids scripts, axe's too; it is switched off here and nowhere else.
async function everyFace(options, langs, look) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  for (const face of faces) {
    for (const lang of langs) {
      await visitFace(page, face, lang);
      await look(page, `${face.name} ${lang}`);
    }
  }
  await context.close();
}

async function axeFinds(page) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'] }));
  assert.ok(passes.length > 10, 'axe looked');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
}

// Contrast hangs on the theme, sizes on the width, words on the language.
const views = [[360, 'light', languages], [1280, 'dark', ['ar', 'fr']], [768, 'light', ['ru']], [360, 'dark', ['en']]];
for (const [width, colorScheme, langs] of views) {
  test(`axe finds nothing at ${width} px in the ${colorScheme}: ${langs.join(', ')}`, async () => {
    await everyFace({ viewport: { width, height: 800 }, colorScheme }, langs, async (page, name) => {
      assert.deepEqual(await axeFinds(page), [], name);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} scrolls sideways`);
    });
  });
}

test('whatever colour an event chooses, its pages can be read', async () => {
  const [{ url }] = faces.filter(({ name }) => name === 'event');
  for (const color of ['#f4c95d', '#ffffff', '#000000', '#ff0000']) {
    const slug = `c${color.slice(1)}`;
    const sample = sampleEvent();
    house.apply({ ...sample, slug, brand: { color }, categories: sample.categories.map((entry) => ({ ...entry, color })) });
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ bypassCSP: true, colorScheme });
      const page = await context.newPage();
      for (const path of [`/e/${slug}`, `/e/${slug}/register`]) {
        await page.goto(new URL(path, url).href);
        assert.deepEqual(await axeFinds(page), [], `${path} ${colorScheme}`);
      }
      await context.close();
    }
  }
});
