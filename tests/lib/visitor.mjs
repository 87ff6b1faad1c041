// A browser as far as pages and the form go, over plain HTTP.
import assert from 'node:assert/strict';

// The value of an input of that name.
export const field = (text, name) => new RegExp(`<input[^>]* name="${name}" value="([^"]*)"`).exec(text)?.[1];

// The fields of a page's form that are hidden, as a browser sends them.
const plain = (text) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
export const hiddenFields = (text) => [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [name, plain(value)]);

// Whether it is the page that asks once more.
export const isCheck = (text) => text.includes('name="confirm"');

export function visitor(service) {
  const page = async (path, headers = {}) => {
    const answer = await fetch(service.url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  // A visit to the form: its cookie and hidden fields, and how to send it: `check` comes to the page that asks once more, `confirm` presses
  // the button there, `send` does both.
  async function visit(slug = 'simple', query = '') {
    const form = await page(`/e/${slug}/register${query}`);
    assert.equal(form.status, 200);
    const cookie = form.headers.get('set-cookie').split(';')[0];
    const hidden = { csrf: field(form.text, 'csrf'), form_id: field(form.text, 'form_id') };
    const post = async (fields, headers = {}) => {
      const answer = await fetch(`${service.url}/e/${slug}/register${query}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields),
        headers: { accept: 'text/html', cookie, ...headers } });
      return { status: answer.status, headers: answer.headers, location: answer.headers.get('location'), text: await answer.text() };
    };
    const check = (fields = {}, headers = {}) => post(Object.entries({ ...hidden, category: 'free', name: 'Amina Diallo', email: 'amina@example.org', ...fields })
      .flatMap(([name, value]) => [].concat(value).map((one) => [name, one])), headers);
    const confirm = (checked, headers = {}, button = ['confirm', 'yes']) => post([...hiddenFields(checked.text), button], headers);
    const send = async (fields = {}, headers = {}) => {
      const checked = await check(fields, headers);
      return isCheck(checked.text) && checked.status === 200 && !fields.language ? confirm(checked, headers) : checked;
    };
    return { form, hidden, check, confirm, send };
  }
  return { page, visit };
}
