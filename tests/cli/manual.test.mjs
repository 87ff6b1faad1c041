// The manual pages and --help say the same: neither knows a command, an option, a value or a variable that the other does not.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, program, repository } from '../lib/lanyard.mjs';

const pages = {
  'lanyard-web': 'services/web/lanyard-web.8',
  'lanyard-badges': 'cli/badges/lanyard-badges.1',
  'lanyard-checkin': 'cli/checkin/lanyard-checkin.1',
  'lanyard-admin': 'cli/admin/lanyard-admin.8',
};

const everyones = ['--help', '--version'];

// A text of --help: {commands: {name: usage}, own: [option], shared: [option], variables: [name]}.
// An option is written "-p --port PORT".
function readHelp(text) {
  const help = { commands: [], own: [], shared: [], variables: new Set() };
  let into = null;
  for (const line of text.split('\n')) {
    if (line === 'Commands:') into = 'commands';
    else if (line === 'Options:') into = 'own';
    else if (/^Options .*:$/.test(line)) into = 'shared';
    else if (line && !line.startsWith(' ')) into = null;
    if (!into) continue;
    for (const [, variable] of line.matchAll(/\[([A-Z_]+)\]$/g)) help.variables.add(variable);
    const option = /^ {2}(?:(-\w), | {4})(--[a-z-]+)(?: (\S+))?(?: {2,}|$)/.exec(line);
    const command = /^ {2}([a-z]\S*(?: \S+)*)(?: {2,}|$)/.exec(line);
    if (into === 'commands' && command) help.commands.push(command[1]);
    else if (option) {
      help[everyones.includes(option[2]) ? 'shared' : into].push(option.slice(1).filter(Boolean).join(' '));
    }
  }
  return help;
}

// "event apply" of "event apply FILE".
const name = (usage) => usage.split(' ').filter((word) => /^[a-z-]+$/.test(word)).join(' ');

// What .It lines of a page name: options inside the list of a command are that command's own.
function readPage(text) {
  const page = { commands: [], own: {}, shared: [], variables: new Set() };
  let command = null;
  let depth = 0;
  let commandDepth = 0;
  for (const line of text.replaceAll('\\-', '-').split('\n')) {
    if (line.startsWith('.Bl ')) depth++;
    else if (line === '.El') depth--;
    if (line.startsWith('.Sh ') || (line === '.El' && depth < commandDepth)) command = null;
    const item = /^\.(?:It|Ss) (.*)$/.exec(line)?.[1];
    if (item?.startsWith('Cm ')) {
      const usage = item.replace(/\b(Cm|Ar|Op|Oo|Oc) ?/g, '').trim();
      command = name(usage);
      commandDepth = depth;
      page.commands.push(usage);
      page.own[command] = [];
    } else if (item?.startsWith('Fl ')) {
      const option = item.replace(/ ([,|]) /g, (all, sign) => (sign === ',' ? ' ' : '|')).replace(/\bFl -/g, '--').replace(/\bFl (?=\w)/g, '-')
        .replace(/\b(Ar|Cm) /g, '');
      (command === null ? page.shared : page.own[command]).push(option);
    } else if (item?.startsWith('Ev ')) {
      for (const variable of item.slice(3).split(/ , (?:Ev )?/)) page.variables.add(variable);
    }
  }
  // A page with one command may name it in the synopsis alone.
  const only = page.commands.length === 0 && /^\.Sh SYNOPSIS\n[^]*?^\.Cm (.*)$[^]*?^\.Sh DESCRIPTION$/m.exec(text)?.[1];
  if (only) {
    page.commands.push(only);
    page.own[only] = page.shared.filter((option) => !everyones.includes(option));
    page.shared = page.shared.filter((option) => everyones.includes(option));
  }
  return page;
}

const sorted = (list) => [...list].sort();

for (const [name_, path] of Object.entries(pages)) {
  const source = () => readFileSync(join(repository, path), 'utf8');
  const help = (...words) => readHelp(must(program(name_), [...words, '--help']));

  test(`${name_}: its page has the commands of --help and no other`, () => {
    assert.deepEqual(sorted(readPage(source()).commands), sorted(help().commands));
  });

  test(`${name_}: its page has the options of --help and no other`, () => {
    const page = readPage(source());
    const whole = help();
    assert.ok(whole.shared.includes('--help') && whole.shared.includes('--version'), 'options were found in --help');
    assert.deepEqual(sorted(page.shared), sorted(whole.shared));
    for (const command of whole.commands.map(name)) {
      const own = help(...command.split(' '));
      assert.deepEqual(sorted(page.own[command] ?? []), sorted(own.own), `options of ${command}`);
      assert.deepEqual(sorted(own.shared), sorted(whole.shared), `shared options in ${command} --help`);
    }
  });

  test(`${name_}: its page has the environment variables of --help`, () => {
    const { variables } = readPage(source());
    const whole = help();
    const wanted = new Set(whole.variables);
    for (const command of whole.commands) for (const variable of help(...name(command).split(' ')).variables) wanted.add(variable);
    for (const variable of wanted) assert.ok(variables.has(variable), `${variable} is in ${path}`);
    // LANYARD_SECRET holds a secret, which no option may.
    for (const variable of variables) {
      if (variable.startsWith('LANYARD_') && variable !== 'LANYARD_SECRET') assert.ok(wanted.has(variable), `${variable} is in --help`);
    }
  });

  test(`${name_}: its page has every section that people look for`, () => {
    const sections = [...source().matchAll(/^\.Sh (.*)$/gm)].map((match) => match[1]);
    for (const section of ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'ENVIRONMENT', 'FILES', 'EXIT STATUS', 'EXAMPLES', 'SEE ALSO']) {
      assert.ok(sections.includes(section), section);
    }
  });

  const mandoc = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', join(repository, path)], { encoding: 'utf8' });
  test(`${name_}: mandoc finds nothing wrong with its page`, { skip: mandoc.error?.code === 'ENOENT' && 'mandoc is not installed' }, () => {
    assert.equal(mandoc.stdout + mandoc.stderr, '');
    assert.equal(mandoc.status, 0);
  });
}
