#!/usr/bin/env node
// Writes assets/events/README.md anew from the schema beside it.
import { readFileSync, writeFileSync } from 'node:fs';
import { eventForm } from '../lib/eventform.mjs';
const folder = new URL('../../assets/events/', import.meta.url);
writeFileSync(new URL('README.md', folder), eventForm(JSON.parse(readFileSync(new URL('event.schema.json', folder), 'utf8'))));
