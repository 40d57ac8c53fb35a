import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-files';

const PAGE = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
/** Paths of files stand in backticks, from the root of the repository or from `src`. */
const FILES = [...PAGE.matchAll(/`([\w-]+(?:\/[\w.-]+)+\.ts)`/g)].map(([, path = '']) => path);

test('every file that ARCHITECTURE.md leads through exists', () => {
  expect(FILES.length).toBeGreaterThan(50);
  const missing = FILES.filter(
    (path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, 'src', path)),
  );
  expect(missing).toEqual([]);
});
