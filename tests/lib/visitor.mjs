// A browser as far as pages and the form go, over plain HTTP.
import assert from 'node:assert/strict';

// The value of an input of that name.
export const field = (text, name) => new RegExp(`<input[^>]* name="${name}" value="([^"]*)"`).exec(text)?.[1];

export function visitor(service) {
  const page = async (path, headers = {}) => {
    const answer = await fetch(service.url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  // A visit to the form: its cookie and hidden fields, and how to send it.
  async function visit(slug = 'simple', query = '') {
    const form = await page(`/e/${slug}/register${query}`);
    assert.equal(form.status, 200);
    const cookie = form.headers.get('set-cookie').split(';')[0];
    const hidden = { csrf: field(form.text, 'csrf'), form_id: field(form.text, 'form_id') };
    return {
      form, hidden,
      async send(fields = {}, headers = {}) {
        const body = new URLSearchParams();
        for (const [name, value] of Object.entries({ ...hidden, category: 'free', name: 'Amina Diallo', email: 'amina@example.org', ...fields })) {
          for (const one of [].concat(value)) body.append(name, one);
        }
        const answer = await fetch(`${service.url}/e/${slug}/register${query}`, { method: 'POST', redirect: 'manual', body,
          headers: { accept: 'text/html', cookie, ...headers } });
        return { status: answer.status, headers: answer.headers, location: answer.headers.get('location'), text: await answer.text() };
      },
    };
  }
  return { page, visit };
}
