// The styles look right in the browsers of old phones: Chromium 64, Safari 10, Firefox 52 and what is newer.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from '../lib/lanyard.mjs';

const require = createRequire(import.meta.url);
const postcss = require('postcss');
const doiuse = require('doiuse');
const browsers = ['chrome 64', 'safari 10', 'ios_saf 10.0-10.2', 'firefox 52'];

// What those browsers lack or have in part, and why it may stand there for all that: feature (of caniuse), where, reason.
const exceptions = [
  ['prefers-color-scheme', /^@media \(prefers-color-scheme/, 'they show the light colours'],
  ['text-size-adjust', /text-size-adjust/, 'the one with -webkit- stands before it; others enlarge nothing by themselves'],
  ['css-hyphens', /^(-webkit-)?hyphens: auto/, 'a word too long for its line is broken without a hyphen'],
  ['css-focus-visible', /^\S*( a)?:focus:not\(:focus-visible\)/, 'the rule is left out, so every focus has its ring'],
  ['css-overflow', /^overflow: hidden/, 'hidden is known to all; the feature is about clip and two values'],
  ['css-gradients', /^background: linear-gradient\(\d+deg, var\(--brand\), var\(--brand-clear\)\)/, 'Safari mixes with black where an end is plain "transparent", which none is'],
  ['css-appearance', /^-webkit-appearance: none/, 'the prefixed one is known where buttons need it'],
  ['css-has', /^\.choice:has\(:checked\)/, 'the circle or box itself shows what is chosen'],
  ['css3-cursors', /^cursor: not-allowed/, 'phones have no cursor'],
  ['extended-system-fonts', /^font-family: ui-monospace/, 'the next font is taken'],
  ['css-unicode-bidi', /^unicode-bidi: (-webkit-)?isolate/, 'the one with -webkit- stands before it'],
  ['css-paged-media', /^@page/, 'the printer has margins of its own'],
  ['multicolumn', /^break-inside: avoid/, 'page-break-inside stands beside it'],
  ['css-page-break', /^page-break-inside: avoid/, 'avoid is known; the feature is about more'],
  ['css-math-functions', /minmax\(/, 'minmax of grids is none of min, max and clamp'],
];

// What it does not see.
const newer = /^(aspect-ratio|place-(items|content|self)|content-visibility|translate|rotate|scale|isolation)$/;
const newerWords = /\b(rgb|hsl)a?\([^,)]*\)|:(is|where)\(|\b(color-mix|oklch)\(|\b\d+[sdl]v[hw]\b/;
const sides = /^(margin|padding|border|inset|scroll-margin|scroll-padding)-(inline|block)|^inset$|^(inline|block)-size$|^(min|max)-(inline|block)-size$/;

// Declared twice, the older way first: the newer is for those who know it. Or behind @supports.
const hasFallback = (node) => node.type === 'decl' && node.prev()?.type === 'decl' && node.prev().prop === node.prop;
const isSupported = (node) => { for (let at = node; at; at = at.parent) if (at.name === 'supports') return true; return false; };

async function complaints(css) {
  const found = [];
  await postcss([doiuse({ browsers, onFeatureUsage({ feature, usage }) {
    const text = usage.toString();
    if (!hasFallback(usage) && !isSupported(usage) && !exceptions.some(([name, where]) => name === feature && where.test(text))) {
      found.push(`line ${usage.source.start.line}: ${feature}: ${text.slice(0, 80)}`);
    }
  } })]).process(css, { from: undefined });
  postcss.parse(css).walkDecls((decl) => {
    const isGap = /^(row-|column-)?gap$/.test(decl.prop) && !isSupported(decl);
    const isLogical = sides.test(decl.prop) || /^(text-align|float|clear)$/.test(decl.prop) && /^(start|end|inline)/.test(decl.value);
    const isNewer = (newer.test(decl.prop) || newerWords.test(decl.value)) && !isSupported(decl) && !hasFallback(decl);
    if (isGap || isLogical || isNewer) found.push(`line ${decl.source.start.line}: ${decl}`);
  });
  postcss.parse(css).walkRules(({ selector }) => { if (newerWords.test(selector)) found.push(selector); });
  return found;
}

test('what the styles use is known to Chromium 64, Safari 10 and Firefox 52, or has something before it', async () => {
  const folder = join(repository, 'assets/styles');
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.css'))) {
    assert.deepEqual(await complaints(readFileSync(join(folder, name), 'utf8')), [], name);
  }
});

test('what made pages of old phones fall apart is found', async () => {
  for (const css of ['.a { margin-inline: auto }', '.a { padding-block: 1rem }', '.a { inset-inline-start: 0 }', '.a { inset: 0 }', '.a { inline-size: 100% }',
    '.a { display: flex; gap: 1rem }', '.a { width: min(100%, 20rem) }', '.a { display: grid }', '.a { text-align: start }', '.a { aspect-ratio: 1 }',
    '.a { position: sticky; color: rgb(0 0 0 / 50%) }', '.a:is(.b) { color: red }', '.a { width: clamp(1rem, 2vw, 3rem) }']) {
    assert.notDeepEqual(await complaints(css), [], css);
  }
  assert.deepEqual(await complaints('.a { width: 3rem; width: clamp(1rem, 2vw, 3rem) } @supports (display: grid) { .a { display: grid; grid-gap: 1rem } }'), []);
});
