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

// The form: LY and 116 letters whose unused bits are none, format 1, a kind there is. The 72 bytes, or null.
const decode = (text) => {
  if (!/^LY[A-Z2-7]{116}$/.test(text)) return null;
  const bits = [...text.slice(2)].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.slice(0, 576).match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  return /1/.test(bits.slice(576)) || bytes[0] >> 4 !== 1 || !Object.values(kinds).includes(bytes[0] & 15) ? null : bytes;
};
const keys = new Map(good.map(({ key, public_key }) => [key, publicKey(hex(public_key))]));
const holds = (bytes) => keys.has(bytes[1]) && verify(null, signed(bytes.subarray(0, 8)), keys.get(bytes[1]), bytes.subarray(8));

test('what is good has the form and a signature that holds', () => {
  for (const { token, payload, signature } of good) {
    assert.equal(decode(token).toString('hex'), payload + signature);
    assert.ok(holds(decode(token)));
  }
});

test('what is forged has the form and no signature that holds; what is not ours has not even the form', () => {
  const results = bad.map(({ text }) => {
    const bytes = decode(text.trim().toUpperCase());
    if (!bytes) return 'not_ours';
    return holds(bytes) ? 'good' : 'forged';
  });
  assert.deepEqual(results.map((result, i) => [bad[i].why, result]), bad.map(({ why, result }) => [why, result]));
  assert.deepEqual([...new Set(results)], ['forged', 'not_ours']);
});

test('what scanners make of a token names the token that was meant', () => {
  const tokens = good.map(({ token }) => token);
  assert.ok(read.length >= 4);
  for (const { token, text } of read) {
    assert.ok(tokens.includes(token));
    assert.notEqual(text, token);
  }
});
