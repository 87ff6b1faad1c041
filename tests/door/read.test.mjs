// Codes out of pictures and PDFs.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, folder, lines, must, program, register, run, simpleEvent } from '../lib/lanyard.mjs';

const house = new House();
house.apply(simpleEvent('pictures'));
const service = await house.serve();
after(() => house.close());

const names = ['Amina', '王小明', 'محمد', 'Ольга', 'Ngũgĩ'];
for (const name of names) await register(service, 'pictures', { name });
const at = folder('pictures');
const pdf = join(at, 'badges.pdf');
must(program('lanyard-badges'), ['render', '--event', 'pictures', '--sheet', 'a4-4up', '--output', pdf], { env: house.env });
must('pdftoppm', ['-r', '150', '-png', pdf, join(at, 'page')]);
must('pdftoppm', ['-r', '150', '-jpeg', pdf, join(at, 'page')]);
const printed = house.sql("SELECT token FROM ticket WHERE kind = 'badge'").flat().sort();
const read = (...args) => run(program('lanyard-checkin'), ['read', ...args], { env: { LANYARD_DOOR_FOLDER: join(at, 'nowhere') } });

test('every badge is read out of the PDF, page by page', () => {
  const { status, stdout, stderr } = read('--format', 'json', pdf);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  const codes = lines(stdout);
  assert.deepEqual(codes.map(({ text }) => text).sort(), printed);
  assert.deepEqual([...new Set(codes.map(({ page }) => page))], [1, 2]);
  assert.equal(codes.filter(({ page }) => page === 1).length, 4, 'four on one sheet');
});

for (const kind of ['png', 'jpg']) {
  test(`every badge is read out of ${kind} pictures, whatever they are called`, () => {
    copyFileSync(join(at, `page-1.${kind}`), join(at, `${kind}-picture`));
    const { status, stdout } = read(join(at, `${kind}-picture`), join(at, `page-2.${kind}`));
    assert.equal(status, 0);
    assert.deepEqual(stdout.trim().split('\n').sort(), printed);
  });
}

test('what holds no code, is broken or is no picture is told by name, and the rest is read', () => {
  const file = (name, content) => { writeFileSync(join(at, name), content); return join(at, name); };
  const png = readFileSync(join(at, 'page-1.png'));
  const cases = [
    [file('half.png', png.subarray(0, 2000)), /half\.png/], [file('half.jpg', readFileSync(join(at, 'page-1.jpg')).subarray(0, 300)), /half\.jpg/],
    [file('text', 'no picture'), /neither PNG nor JPEG nor PDF/], [file('empty', ''), /neither PNG nor JPEG nor PDF/],
    [file('broken.pdf', '%PDF-1.4\nnothing'), /broken\.pdf/], [join(at, 'missing.png'), /missing\.png/],
    // 60000 x 60000 pixels in a few bytes.
    [file('bomb.png', Buffer.concat([png.subarray(0, 16), Buffer.from([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]), png.subarray(24)])), /bomb\.png/],
  ];
  for (const [path, message] of cases) {
    const { status, stderr, stdout } = read(path);
    assert.equal(status, 1, path);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
  const some = read(cases[0][0], join(at, 'page-2.png'));
  assert.equal(some.status, 3);
  assert.equal(some.stdout.trim().split('\n').length, 1);
});

test('a page without codes is said to have none', () => {
  const blank = join(at, 'blank.pdf');
  must('/usr/bin/python3', ['-c', `
o = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"]
out, at = b"%PDF-1.4\\n", []
for i, body in enumerate(o):
    at.append(len(out)); out += b"%d 0 obj" % (i + 1) + body + b"endobj\\n"
x = len(out)
out += b"xref\\n0 4\\n0000000000 65535 f \\n" + b"".join(b"%010d 00000 n \\n" % a for a in at) + b"trailer<</Size 4/Root 1 0 R>>\\nstartxref\\n%d\\n%%%%EOF\\n" % x
open(${JSON.stringify(blank)}, "wb").write(out)`]);
  const { status, stderr } = read(blank);
  assert.equal(status, 1);
  assert.match(stderr, /blank\.pdf: no QR code found/);
});

test('--scan decides what it reads', () => {
  const hall = house.pair(service, 'hall');
  const scan = (...args) => run(program('lanyard-checkin'), ['read', '--scan', '--format', 'json', ...args], { env: hall.env });
  const first = scan(pdf);
  assert.equal(first.status, 0);
  assert.deepEqual(lines(first.stdout).map(({ verdict }) => verdict), names.map(() => 'admitted'));
  const second = scan('--strict', join(at, 'page-2.png'));
  assert.equal(second.status, 13);
  assert.deepEqual(lines(second.stdout).map(({ verdict }) => verdict), ['used']);
});
