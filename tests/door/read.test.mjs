// Codes out of pictures and PDFs.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
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

// A picture whose every coefficient comes in bits of its own: few bytes, and a walk over all pixels for each.
function manyScans() {
  const segment = (marker, bytes) => Buffer.from([0xff, marker, 0, bytes.length + 2, ...bytes]);
  const oneCode = (table) => segment(0xc4, [table, 1, ...Array(15).fill(0), 0]);
  const scan = (first, last, high, low) => Buffer.concat([segment(0xda, [1, 1, 0, first, last, high << 4 | low]), Buffer.from([0x7f])]);
  const scans = [scan(0, 0, 0, 0)];
  for (let k = 1; k < 64; k++) for (let low = 13; low >= 0; low--) scans.push(scan(k, k, low === 13 ? 0 : low + 1, low));
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xdb, [0, ...Array(64).fill(1)]), segment(0xc2, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
    oneCode(0x00), oneCode(0x10), ...scans, Buffer.from([0xff, 0xd9])]);
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
    [file('bomb.jpg', manyScans()), /bomb\.jpg: .*500 scans/],
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

// A PDF of one page of that size, in points, and perhaps a JPEG file, square, as large as fits.
function onePage(name, width, height, jpeg) {
  const image = jpeg ? readFileSync(jpeg) : Buffer.alloc(0);
  const draw = jpeg ? `q ${Math.min(width, height)} 0 0 ${Math.min(width, height)} 0 0 cm /I Do Q` : '';
  const bodies = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>`,
    `<</Length ${draw.length}>>stream\n${draw}\nendstream`,
    Buffer.concat([Buffer.from(`<</Subtype/Image/Width 200/Height 200/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode/Length ${image.length}>>stream\n`),
      image, Buffer.from('\nendstream')])];
  let out = Buffer.from('%PDF-1.4\n');
  const offsets = bodies.map((body, i) => {
    const offset = out.length;
    out = Buffer.concat([out, Buffer.from(`${i + 1} 0 obj`), Buffer.from(body), Buffer.from('endobj\n')]);
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const end = `xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF\n`;
  writeFileSync(join(at, name), Buffer.concat([out, Buffer.from(end)]));
  return join(at, name);
}
// ZXing-C++ 2 writes UTF-8 by itself, and knows no such option.
const encoding = run('ZXingWriter', ['-help']).stdout.includes('-encoding') ? ['-encoding', 'UTF-8'] : [];
const symbol = (name, text) => { must('ZXingWriter', ['-size', '200x200', ...encoding, 'QRCode', text, join(at, name)]); return join(at, name); };

test('a JPEG file that lost its last bytes is read all the same', () => {
  const whole = readFileSync(symbol('whole.jpg', 'cut'));
  writeFileSync(join(at, 'cut.jpg'), whole.subarray(0, -2));
  const { status, stdout, stderr } = read(join(at, 'cut.jpg'));
  assert.deepEqual([status, stdout, stderr], [0, 'cut\n', '']);
});

test('standard input is read too, a folder is not', () => {
  const { status, stdout } = run(program('lanyard-checkin'), ['read', '-'], { input: readFileSync(symbol('in.png', 'piped')) });
  assert.deepEqual([status, stdout], [0, 'piped\n']);
  assert.match(read(at).stderr, /Is a directory/);
});

test('a page without codes is said to have none', () => {
  const { status, stderr } = read(onePage('blank.pdf', 200, 200));
  assert.equal(status, 1);
  assert.match(stderr, /blank\.pdf: no QR code found/);
});

test('a page as large as a house is drawn more coarsely, and read', () => {
  const jpeg = symbol('large.jpg', 'from a poster');
  for (const [width, height] of [[200, 200], [60_000, 60_000], [200_000, 60_000]]) {
    const { status, stdout, stderr } = read(onePage('large.pdf', width, height, jpeg));
    assert.deepEqual([status, stdout, stderr], [0, 'from a poster\n', ''], `${width} x ${height}`);
  }
  const { status, stderr } = read(onePage('thread.pdf', 900_000_000, 1));
  assert.deepEqual([status, stderr], [1, `lanyard-checkin: ${join(at, 'thread.pdf')}: no QR code found\n`]);
});

test('a PDF that lost its second half is read as far as it goes, or said to be broken', () => {
  const whole = readFileSync(pdf);
  writeFileSync(join(at, 'cut.pdf'), whole.subarray(0, whole.length / 2));
  const { status, stderr } = read(join(at, 'cut.pdf'));
  if (status !== 0) assert.match(stderr, /^lanyard-checkin: .*cut\.pdf: .+\n$/);
});

// A PATH on which a program is a script of the test's, and the others are what they are.
function instead(programs, rest = process.env.PATH) {
  const bin = folder('bin');
  for (const [name, script] of Object.entries(programs)) writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { bin, env: { PATH: `${bin}:${rest}`, LANYARD_DOOR_FOLDER: join(at, 'nowhere') } };
}
const readInstead = (programs) => run(program('lanyard-checkin'), ['read', pdf], { env: instead(programs).env });

test('a program that draws and fails, says too much or lies ends in a message that names the page', () => {
  const header = (width, height) => `printf 'P5\\n${width} ${height}\\n255\\n'`;
  const cases = [
    [{ pdftoppm: 'kill -KILL $$' }, /badges\.pdf: page 1: pdftoppm was ended by signal 9\n$/],
    [{ pdftoppm: 'exit 99' }, /badges\.pdf: page 1: pdftoppm ended with status 99\n$/],
    [{ pdftoppm: 'exit 0' }, /page 1: pdftoppm drew no whole picture of it\n$/],
    [{ pdftoppm: `${header(100, 100)}; printf 1234` }, /page 1: pdftoppm drew no whole picture of it\n$/],
    [{ pdftoppm: `${header(9, 9)}; head -c 81 /dev/zero; ${header(9, 9)}; exit 5` }, /page 2: pdftoppm ended with status 5\n$/],
    [{ pdftoppm: `${header(99999, 99999)}; cat /dev/zero` }, /page 1: pdftoppm drew something that is no page\n$/],
    [{ pdftoppm: `${header(30000, 30000)}; cat /dev/zero` }, /page 1: pdftoppm drew something that is no page\n$/],
    [{ pdftoppm: `${header(0, 0)}` }, /page 1: pdftoppm drew something that is no page\n$/],
    [{ pdftoppm: 'yes' }, /page 1: pdftoppm drew something that is no page\n$/],
    [{ pdftoppm: 'cat /dev/zero' }, /page 1: pdftoppm drew something that is no page\n$/],
    [{ pdfinfo: 'for i in $(seq 20001); do echo "Page $i size: 612 x 792 pts"; done' }, /badges\.pdf: more than 20000 pages\n$/],
    [{ pdfinfo: 'exit 99' }, /badges\.pdf: no PDF that can be read, or one locked by a password\n$/],
    [{ pdfinfo: 'yes' }, /badges\.pdf: pdfinfo says too much of it\n$/],
    [{ pdfinfo: 'echo "Page 1 size: 1 x 1 pts"; kill -SEGV $$' }, /badges\.pdf: pdfinfo was ended by signal 11\n$/],
    // A title may look like a page's size.
    [{ pdfinfo: 'for i in 1 2 3; do echo "Page $i size: 612 x 792 pts"; done' }, /page 3: pdftoppm ended with status \d+|page 3: pdftoppm drew no/],
    [{ pdftoppm: `${header(9, 9)}; cat /dev/zero` }, /page 2: pdftoppm drew something that is no page\n$/],
  ];
  for (const [programs, message] of cases) {
    const { status, stderr } = readInstead(programs);
    assert.equal(status, 1, JSON.stringify(programs));
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('a machine without poppler-utils is told what to install', () => {
  const { bin, env } = instead({}, '');
  symlinkSync('/usr/bin/prlimit', join(bin, 'prlimit'));
  const { status, stderr } = run(program('lanyard-checkin'), ['read', pdf], { env });
  assert.deepEqual([status, stderr], [1, `lanyard-checkin: ${pdf}: PDFs are read by pdfinfo, which is not there: install poppler-utils\n`]);
});

test('what draws a PDF has limits, and nothing of the door: no file, no variable', () => {
  const hall = house.pair(service, 'hall');
  const { bin, env } = instead({
    pdftoppm: 'cat /proc/self/environ >"$0.environ"; ls -l /proc/$$/fd | cat >"$0.fds"; cat /proc/$$/limits >"$0.limits"' });
  run(program('lanyard-checkin'), ['read', '--scan', pdf], { env: { ...hall.env, PATH: env.PATH } });
  const said = (what) => readFileSync(join(bin, `pdftoppm.${what}`), 'utf8');
  assert.deepEqual(said('environ').split('\0').filter(Boolean).map((variable) => variable.split('=')[0]).filter((name) => !['PWD', '_', 'OLDPWD', 'SHLVL'].includes(name)).sort(),
    ['LC_ALL', 'PATH']);
  // 10 and more are the shell's own: its script.
  const open = [...said('fds').matchAll(/ (\d+) -> (.*)$/gm)].map(([, fd, to]) => [fd, to]).filter(([fd]) => Number(fd) < 10);
  assert.deepEqual(open.map(([fd]) => fd), ['0', '1', '2']);
  assert.match(open[0][1], /^\/memfd:/);
  assert.match(open[1][1], /^pipe:/);
  assert.equal(open[2][1], '/dev/null');
  for (const [name, limit] of [['Max cpu time', 120], ['Max address space', 1_610_612_736], ['Max file size', 16_777_216], ['Max core file size', 0]])
    assert.match(said('limits'), new RegExp(`^${name} +${limit} +${limit} `, 'm'));
});

test('no code can command the terminal or pass for two', () => {
  const text = 'a\u001b[31mb\nADMITTED\u007f \u009b \u202e\u2066\u2069é';
  const picture = symbol('escape.png', text);
  assert.equal(read(picture).stdout, 'a [31mb ADMITTED    é\n');
  assert.equal(lines(read('--format', 'json', picture).stdout)[0].text, text, 'programs get all of it');
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
