// Draws the pictures of the README into .github/pictures/: SUITES=pictures make test. Not among the suites that run by themselves.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { House, must, program, register, repository, sampleEvent, until } from '../lib/lanyard.mjs';

const pictures = join(repository, '.github/pictures');
const house = new House();
house.apply(sampleEvent());
const service = await house.serve();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
after(async () => {
  await browser.close();
  await house.close();
});

async function drawn(name, draw) {
  const file = join(pictures, name);
  const begun = Date.now();
  await draw(file);
  assert.ok(statSync(file).mtimeMs >= begun - 2000, `${name} is new`);
}

async function photograph(file, viewport, path, prepare = () => {}) {
  const context = await browser.newContext({ baseURL: service.url, locale: 'en-GB', viewport, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await page.goto(path);
  await prepare(page);
  await page.screenshot({ path: file });
  await context.close();
}

// What a terminal was told, as lines of [colour, text]; colour is an SGR sequence's numbers or '', for the whole line.
const spans = (text) => {
  let color = '';
  return text.replaceAll(/[\r\u0007]/g, '').split('\n').map((line) => {
    const begun = color;
    for (const [, sgr] of line.matchAll(/\u001b\[([0-9;]*)m/g)) color = sgr === '0' ? '' : sgr;
    return [begun || color, line.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '')];
  });
};
const colors = { 42: '#1a7f37', 44: '#0969da', 43: '#d4a72c', 41: '#cf222e' };
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const terminal = (text) => `<meta charset="utf-8"><style>
  body { margin: 0; padding: 18px 22px; background: #16191d; color: #d6dade; font: 17px/1.75 'DejaVu Sans Mono', 'Noto Sans Mono', monospace; white-space: pre }
  .c43 { color: #000 } div { height: 24px; line-height: 24px }</style>${spans(text).map(([color, line]) => {
  const ground = /;(4\d)$/.exec(color)?.[1];
  return ground ? `<div class="c${ground}" style="background:${colors[ground]};font-weight:bold">${escape(line)}</div>` : `<div>${escape(line)}</div>`;
}).join('')}`;

test('a page, on a phone and on a laptop', async () => {
  await drawn('page-phone.png', (file) => photograph(file, { width: 390, height: 844 }, '/e/inet2027'));
  await drawn('page-laptop.png', (file) => photograph(file, { width: 1180, height: 760 }, '/e/inet2027/register', async (page) => {
    await page.getByRole('radio', { name: /Speaker/ }).check();
    await page.getByLabel('Your full name').fill('Nguyễn Thị Minh Khai');
    await page.evaluate('scrollTo(0, 0)');
  }));
});

test('four badges and the door', async () => {
  const people = [['Amina Diallo', 'Amina', 'ISOC Sénégal', 'SN'], ['محمد عبد الرحمن', 'محمد', 'جامعة القاهرة', 'EG'],
    ['王小明', '王小明', '中国科学院', 'CN'], ['Jürgen Müller-Lüdenscheidt', 'Jürgen', 'Technische Universität München', 'DE']];
  const tokens = [];
  for (const [name, badge_name, affiliation, country] of people) {
    const { body } = await register(service, 'inet2027', { category: 'speaker', name, badge_name, affiliation, country });
    tokens.push(body.tickets[0].token);
  }
  const pdf = join(house.folder, 'badges.pdf');
  must(program('lanyard-badges'), ['render', '--event', 'inet2027', '--sheet', 'a4-4up', '--output', pdf], { env: house.env });
  await drawn('badges.png', (file) => must('pdftoppm', ['-png', '-singlefile', '-r', '75', pdf, file.replace(/\.png$/, '')]));

  const door = house.pair(service, 'desk', 'desk-1');
  const practice = house.admin('ticket', 'practice', '--event', 'inet2027').trim().split(/\s+/).find((word) => /^LY[A-Z2-7]{116}$/.test(word));
  const forged = tokens[2].replace(/.$/, (letter) => (letter === 'A' ? 'Q' : 'A'));
  const child = spawn('script', ['--quiet', '--flush', '--command', `${program('lanyard-checkin')} scan`, '/dev/null'],
    { env: { ...process.env, ...door.env, TERM: 'xterm' }, stdio: ['pipe', 'pipe', 'inherit'] });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { screen += text; });
  await until(() => screen.includes('scan a code'), 'the greeting');
  for (const [code, verdict] of [[practice, 'PRACTICE'], [tokens[1], 'ADMITTED'], [tokens[1], 'USED'], [forged, 'FORGED']]) {
    const before = screen.length;
    child.stdin.write(code);
    await until(() => screen.slice(before).includes(verdict) && screen.endsWith('\n'), `${verdict}\n${screen}`);
  }
  child.stdin.write('\u0004');
  const context = await browser.newContext({ viewport: { width: 880, height: 250 }, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await page.setContent(terminal(screen.trimEnd()));
  await drawn('door.png', async (file) => page.locator('body').screenshot({ path: file }));
  await context.close();
});

test('the README shows each of them, and none that is not there', () => {
  const shown = [...readFileSync(join(repository, 'README.md'), 'utf8').matchAll(/\.github\/pictures\/([a-z-]+\.png)/g)].map((match) => match[1]);
  assert.deepEqual([...new Set(shown)].sort(), must('ls', [pictures]).split('\n').filter(Boolean).sort());
});
