// Badge designs of one's own.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, repository } from './lanyard.mjs';

// The default design, changed, as ASSETS/designs/mine.
export const changed = (change) => {
  const assets = folder('assets');
  const design = JSON.parse(readFileSync(join(repository, 'assets/designs/default/design.json'), 'utf8'));
  change(design);
  mkdirSync(join(assets, 'designs/mine'), { recursive: true });
  copyFileSync(join(repository, 'assets/designs/default/banner.svg'), join(assets, 'designs/mine/banner.svg'));
  writeFileSync(join(assets, 'designs/mine/design.json'), JSON.stringify(design));
  return { assets, place: join(assets, 'designs/mine') };
};
