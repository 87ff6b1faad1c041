// Addresses of mail: what is taken and in which form, as tests/vectors/email.json has it and Debian's python3-email-validator judges.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { House, must, register, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
after(() => house.close());
house.apply(simpleEvent('mail'));
const service = await house.serve();
const { cases, differs } = JSON.parse(readFileSync(new URL('../vectors/email.json', import.meta.url), 'utf8'));
const all = Object.values(cases).flat();

test('every address is taken in its one form, or refused with words that say what to do', async () => {
  for (const [group, list] of Object.entries(cases)) {
    await Promise.all(list.map(async ([address, canonical]) => {
      const about = `${group}: ${JSON.stringify(address)}`;
      // Without a category nothing is registered.
      const { status, body } = await register(service, 'mail', { category: '', email: address });
      assert.equal(status, 422, about);
      const fault = body.errors.find(({ field }) => field === 'email');
      assert.equal(!fault, canonical !== null, `${about} ${JSON.stringify(fault)}`);
      if (fault) assert.match(fault.message, /^[^{}]{15,}[.]$/u, about);
    }));
  }
});

test('what is stored is the form that is written to', async () => {
  const some = all.filter(([, canonical]) => canonical).filter((_, index) => index % 8 === 0);
  assert.ok(some.length > 20);
  for (const [address, canonical] of some) {
    const { status, body } = await register(service, 'mail', { email: address });
    assert.equal(status, 201, address);
    assert.equal(house.sql(`SELECT a.email FROM attendee a JOIN orders o USING (event_id, order_id) WHERE o.code = '${body.code}'`)[0][0], canonical);
  }
});

// One JSON document in, one out: its verdicts, NULL for refused.
const judge = `
import json, sys
from email_validator import validate_email, EmailNotValidError
def verdict(address):
    try:
        return validate_email(address, check_deliverability=False).email
    except EmailNotValidError:
        return None
json.dump([verdict(address) for address in json.load(sys.stdin)], sys.stdout)
`;

test('the verdicts are python3-email-validator’s, but for reasons that are listed', () => {
  const theirs = JSON.parse(must('/usr/bin/python3', ['-c', judge], { input: JSON.stringify(all.map(([address]) => address)), env: { PYTHONIOENCODING: 'utf-8' } }));
  assert.ok(all.length > 400 && theirs.length === all.length);
  const used = new Set();
  all.forEach(([address, canonical, reason], index) => {
    if (reason) assert.ok(differs[reason], reason);
    if (theirs[index] === canonical) return;
    assert.ok(reason, `${JSON.stringify(address)}: ours ${JSON.stringify(canonical)}, theirs ${JSON.stringify(theirs[index])}`);
    used.add(reason);
  });
  for (const reason of ['ends', 'unseen', 'octets']) assert.ok(used.has(reason), `no verdict differs for ${reason}`);
});
