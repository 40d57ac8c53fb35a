import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readDocuments, type MarkdownDocument } from './documents';
import { ROOT } from './source-files';

const MAX_COLUMNS = 130;
/** Written by `npm run bench`. */
const GENERATED = 'bench/results.md';
const DOCUMENTS = readDocuments();
const BY_PATH = new Map(DOCUMENTS.map((document) => [document.path, document]));

test('there are documents to check', () => {
  expect(DOCUMENTS.length).toBeGreaterThan(30);
});

test(`a line outside of tables and code has at most ${MAX_COLUMNS} characters`, () => {
  const wide = DOCUMENTS.filter(({ path }) => path !== GENERATED).flatMap(({ path, prose }) =>
    prose
      .filter(({ text }) => text.length > MAX_COLUMNS && !/^\s*\|/.test(text))
      .map(({ number, text }) => `${path}:${number} has ${text.length} characters`),
  );
  expect(wide).toEqual([]);
});

test('a link leads to a file that exists, and to a heading of it', () => {
  expect(DOCUMENTS.flatMap(listBrokenLinks)).toEqual([]);
});

function listBrokenLinks(document: MarkdownDocument): readonly string[] {
  return document.prose.flatMap(({ text, number }) =>
    [...text.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(document, target))
      .map((target) => `${document.path}:${number} links to ${target}`),
  );
}

function leadsSomewhere(document: MarkdownDocument, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? document.path : normalize(join(dirname(document.path), file));
  if (!existsSync(join(ROOT, path))) return false;
  return anchor === undefined || (BY_PATH.get(path)?.anchors.has(anchor) ?? false);
}
