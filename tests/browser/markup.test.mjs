// Every page in every state and language is HTML, as a validator sees it; and one who has a text browser only goes the whole way.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, folder, repository, run } from '../lib/lanyard.mjs';
import { faceText, makeFaces } from '../lib/faces.mjs';

const house = new House();
after(() => house.close());
const faces = await makeFaces(house, await house.serve());

// Warnings of what is no fault, and why it stands there.
const unsure = ['.*“inputmode” attribute is not supported in all browsers.*']; // those show another keyboard, and no less

test('an HTML validator finds nothing', async () => {
  const place = folder('pages');
  const names = [];
  for (const face of faces) {
    for (const lang of ['en', 'ar', 'es', 'fr', 'ru', 'zh-Hans']) {
      names.push(join(place, `${face.name}.${lang}.html`));
      writeFileSync(names.at(-1), await faceText(face, lang));
    }
  }
  const { status, stderr, stdout } = run('java', ['-Xss1m', '-jar', join(repository, 'tests/node_modules/vnu-jar/build/dist/vnu.jar'), '--format', 'text',
    '--filterpattern', unsure.join('|'), ...names],
    { timeout: 120_000 });
  assert.equal(`${stdout}${stderr}`.replaceAll(`file:${place}/`, ''), 'Document checking completed. No errors found.\n');
  assert.equal(status, 0);
});

test('a text browser goes the whole way: event, form, errors, what is to be checked, the ticket', async () => {
  const home = folder('w3m');
  const [{ url }] = faces.filter(({ name }) => name === 'form');
  const w3m = (...args) => run('w3m', ['-cookie', '-o', 'accept_cookie=1', '-o', 'accept_encoding=identity', '-cols', '100', ...args], { env: { HOME: home, TERM: 'dumb' } }).stdout;
  const hidden = (text) => [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const send = (from, fields, how) => {
    const file = join(home, 'post');
    writeFileSync(file, new URLSearchParams([...hidden(from), ...fields]).toString());
    return w3m('-post', file, how, `${url}?lang=en`);
  };
  assert.match(w3m('-dump', url.replace('/register', '?lang=en')), /INET 2027[^]*Register[^]*Internet Society member[^]*Organized by Internet Society/);
  const form = w3m('-dump_source', `${url}?lang=en`);
  const typed = [['category', 'speaker'], ['name', 'Amina Diallo'], ['sessions[]', 'ntw']];
  assert.match(send(form, [...typed, ['email', 'wrong']], '-dump'), /Please correct the following[^]*E-mail address — /);
  const right = [...typed, ['email', 'amina@example.org']];
  assert.match(send(form, right, '-dump'), /Speaker[^]*Network Training Workshop/);
  const check = send(form, right, '-dump_source');
  const done = send(check, [['confirm', 'yes']], '-dump');
  assert.match(done, /Amina Diallo[^]*Confirmed[^]*Your ticket/);
});
