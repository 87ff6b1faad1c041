// The test vectors, checked by an implementation that shares nothing with ours: Node's Ed25519 and a base32 of ten lines.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../lib/lanyard.mjs';

const { good, read, bad } = JSON.parse(readFileSync(join(repository, 'tests/vectors/ticket.json'), 'utf8'));
const hex = (text) => Buffer.from(text, 'hex');
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32 = (bytes) => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{1,5}/g).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
};
// The keys in the forms of RFC 8410.
const publicKey = (bytes) => createPublicKey({ key: Buffer.concat([hex('302a300506032b6570032100'), bytes]), format: 'der', type: 'spki' });
const privateKey = (seed) => createPrivateKey({ key: Buffer.concat([hex('302e020100300506032b657004220420'), seed]), format: 'der', type: 'pkcs8' });
const signed = (payload) => Buffer.concat([Buffer.from('lanyard-ticket-v1'), payload]);
const kinds = { ticket: 1, badge: 2, practice: 3 };

test('payload, signature, token and short code follow from key and fields', () => {
  assert.ok(good.length >= 5);
  for (const vector of good) {
    const payload = Buffer.alloc(8);
    payload[0] = 1 << 4 | kinds[vector.kind];
    payload[1] = vector.key;
    payload.writeUInt16BE(vector.event, 2);
    payload.writeUInt32BE(vector.serial, 4);
    assert.equal(payload.toString('hex'), vector.payload);
    const signature = sign(null, signed(payload), privateKey(hex(vector.seed)));
    assert.equal(signature.toString('hex'), vector.signature);
    assert.ok(verify(null, signed(payload), publicKey(hex(vector.public_key)), signature));
    assert.equal(`LY${base32(Buffer.concat([payload, signature]))}`, vector.token);
    assert.equal(vector.token.length, 118);
    assert.equal(base32(payload.subarray(4)), vector.short);
  }
});

test('what must be understood names a good token, what must be refused none', () => {
  const tokens = good.map(({ token }) => token);
  for (const { token } of read) assert.ok(tokens.includes(token));
  for (const { text, why } of bad) assert.ok(!tokens.includes(text.trim().toUpperCase()), why);
});
