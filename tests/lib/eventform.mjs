// assets/events/README.md out of assets/events/event.schema.json: every member of an event file, with an example.
const json = (value) => JSON.stringify(value).replace(/([,:])(?=["[{\d-])/g, '$1 ');
const code = (value) => `\`${json(value)}\``;

export function eventForm(schema) {
  const rule = (node) => (node.$ref ? { ...node.$ref.slice(2).split('/').reduce((at, step) => at[step], schema), ...node } : node);
  const lines = [];
  const table = (properties, required, path) => {
    lines.push('| member | what | form | example |', '|---|---|---|---|');
    for (const [name, node] of Object.entries(properties)) {
      const one = rule(node);
      const otherwise = 'default' in node ? ` Left out: ${code(node.default)}.` : '';
      const example = node.examples ? code(node.examples[0]) : '';
      const cells = [`\`${name}\`${required.includes(name) ? ' **needed**' : ''}`, `${node.title ?? ''}${otherwise}`, one.description, example];
      lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`);
    }
    lines.push('');
    for (const [name, node] of Object.entries(properties)) {
      const inner = node.properties ? node : node.items?.properties ? node.items : null;
      if (!inner) continue;
      lines.push(`## ${path}${name}${node.items ? '[]' : ''}`, node.title, '');
      table(inner.properties, inner.required ?? [], `${path}${name}.`);
    }
  };
  lines.push('# An event in a file', '',
    'Made from `event.schema.json` by `make document`; a test holds that. `lanyard-admin event apply FILE` reads the file,',
    '`lanyard-admin event show` prints it. `inet2027.json` here is a whole one, in six languages.', '',
    'A **text** is a string, or an object with one for each language, by BCP 47 tag: `{"en": "Early", "fr": "Tôt"}`. A plain string is in the',
    'first of `languages`. A reader gets the language of the page, else the first of `languages`, marked as what it is.', '',
    '**Days and times** are local to `time_zone`. A day as a beginning is its first minute, as an end its last. **Amounts** are whole numbers in',
    'the minor unit of the currency by ISO 4217: 45000 is 450.00 in USD, and 450 is 450 in JPY.', '');
  table(schema.properties, schema.required, '');
  return lines.join('\n');
}
