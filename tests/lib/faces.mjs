// Every page in every state, for what is held on each: looks, accessibility, markup.
import { register, sampleEvent, simpleEvent } from './lanyard.mjs';

const open = (event) => ({ ...event, registration: { opens: '2026-01-01', closes: null } });
const emptied = (list, more = {}) => list.map((entry) => ({ ...entry, capacity: 0, ...more }));

function applyEvents(house) {
  const sample = open(sampleEvent());
  house.apply(sample);
  house.apply({ ...sample, slug: 'soon', title: 'INET Pacific', starts_on: '2028-02-01', ends_on: '2028-02-03',
    registration: { opens: '2028-01-01', closes: null }, sessions: [], points: sample.points.filter(({ session }) => !session) });
  house.apply({ ...sample, slug: 'past', title: 'INET 2020', registration: { opens: null, closes: '2020-01-01' } });
  house.apply({ ...sample, slug: 'sold', title: 'INET Andes', categories: emptied(sample.categories, { waiting_list: false }), sessions: emptied(sample.sessions) });
  house.apply({ ...sample, slug: 'waits', categories: emptied(sample.categories, { waiting_list: true }) });
  house.apply(simpleEvent('plain', { title: 'A small meeting', summary: 'One evening.', starts_on: '2029-03-01', ends_on: '2029-03-01', venue: {}, brand: {}, links: {}, organizer: undefined }));
}

// Six people, one in each status: the paths of their own pages.
async function ownPaths(house, service) {
  const own = async (slug, fields) => {
    const { status, body } = await register(service, slug, { name: 'Amina Diallo', affiliation: 'ISOC Sénégal', country: 'SN', ...fields });
    if (status >= 300) throw new Error(JSON.stringify(body));
    return { code: body.code, path: body.manage_url.slice(service.url.length) };
  };
  const people = {
    confirmed: await own('inet2027', { category: 'speaker', sessions: ['ntw', 'dnssec'] }),
    unpaid: await own('inet2027', { category: 'member', sessions: ['dinner'], name: 'محمد بن عبد الله' }),
    applied: await own('inet2027', { category: 'fellow' }),
    waiting: await own('waits', { category: 'student', name: '王小明' }),
    declined: await own('inet2027', { category: 'fellow' }),
    cancelled: await own('inet2027', { category: 'press' }),
  };
  house.admin('registration', 'decline', '--yes', people.declined.code);
  house.admin('registration', 'cancel', '--yes', people.cancelled.code);
  return people;
}

// [{name, url, send}]: send says how often the form at the address is sent with nothing typed but a wrong e-mail address, or "right".
export async function makeFaces(house, service) {
  applyEvents(house);
  const people = await ownPaths(house, service);
  const hurried = await house.serve({ args: ['--rate-limit', '1'] });
  const starting = await house.serve({ env: { PGDATABASE: 'nowhere' }, ready: false });
  const at = (path, where = service) => where.url + path;
  return [
    { name: 'home', url: at('/') }, { name: 'home-one', url: at('/?after=2028-12-31.a') }, { name: 'home-none', url: at('/?after=2999-01-01.a') },
    { name: 'event', url: at('/e/inet2027') }, { name: 'event-soon', url: at('/e/soon') }, { name: 'event-past', url: at('/e/past') },
    { name: 'event-sold', url: at('/e/sold') }, { name: 'event-waits', url: at('/e/waits') }, { name: 'event-plain', url: at('/e/plain') },
    { name: 'form', url: at('/e/inet2027/register') }, { name: 'form-chosen', url: at('/e/inet2027/register?category=student') },
    { name: 'form-errors', url: at('/e/inet2027/register'), send: 1 }, { name: 'check', url: at('/e/inet2027/register'), send: 'right' },
    { name: 'check-free', url: at('/e/plain/register?category=free'), send: 'right' }, { name: 'form-closed', url: at('/e/past/register') },
    { name: 'form-plain', url: at('/e/plain/register') }, { name: 'form-sold', url: at('/e/sold/register') },
    ...Object.entries(people).map(([name, { path }]) => ({ name: `own-${name}`, url: at(path) })),
    { name: 'error-404', url: at('/nothing') }, { name: 'error-429', url: at('/e/inet2027/register', hurried), send: 2 },
    { name: 'error-503', url: at('/e/inet2027', starting) },
  ];
}

export const inLanguage = (url, lang) => `${url}${url.includes('?') ? '&' : '?'}lang=${lang}`;

const press = (page) => Promise.all([page.waitForNavigation(), page.locator('main form button[type=submit]').last().click()]);

async function fill(page) {
  for (const choice of ['[value=member]', '[value=dinner]', '[value=free]']) if (await page.locator(choice).count()) await page.check(choice);
  await page.fill('#f-name', 'Amina Diallo');
  await page.fill('#f-email', 'amina@example.org');
}

// Goes there with a page of Playwright's.
export async function visitFace(page, { url, send = 0 }, lang = 'en') {
  await page.goto(inLanguage(url, lang));
  if (send === 'right') {
    await fill(page);
    await press(page);
    return;
  }
  for (let i = 0; i < send; i++) {
    const field = page.locator('#f-email');
    if (await field.count()) await field.fill('wrong');
    await press(page);
  }
}

// The same without a browser: the page as it was sent.
export async function faceText({ url, send = 0 }, lang = 'en') {
  const address = inLanguage(url, lang);
  const headers = { accept: 'text/html' };
  let answer = await fetch(address, { headers });
  let text = await answer.text();
  for (let i = 0; i < (send === 'right' ? 1 : send); i++) {
    const body = new URLSearchParams([...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    body.set('email', send === 'right' ? 'amina@example.org' : 'wrong');
    if (send === 'right') for (const [name, value] of [['name', 'Amina Diallo'], ['category', url.includes('category=free') ? 'free' : 'member']]) body.set(name, value);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0];
    answer = await fetch(address, { method: 'POST', body, headers: { ...headers, cookie } });
    text = await answer.text();
  }
  return text;
}
