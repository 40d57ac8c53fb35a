import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  canHaveModifiers,
  getModifiers,
  isExportDeclaration,
  isNamedExports,
  isVariableStatement,
  SyntaxKind,
  type Statement,
} from 'typescript';
import { FREE_FILE_NAMES } from './rules';
import {
  listFolders,
  parseTypescript,
  readTypescriptFiles,
  ROOT,
  type TypescriptFile,
} from './source-files';

const CODE = readTypescriptFiles(['src', 'schema', 'resolvers', 'demo', 'test/servers']);
const MAX_SCREEN_LINES = 60;
const VAGUE_WORDS =
  /(^|-)(utils?|helpers?|managers?|handlers?|process|processor|misc|common)(-|\.ts$)/;

describe('a folder', () => {
  test('of code says in its README what it is for', () => {
    const missing = listFolders(['src', 'schema', 'resolvers', 'demo', 'test/servers']).filter(
      (folder) => folder !== 'src' && !existsSync(join(ROOT, folder, 'README.md')),
    );
    expect(missing.map((folder) => `${folder} has no README.md`)).toEqual([]);
  });

  test('of tests is in the table of test/README.md', () => {
    const readme = readFileSync(join(ROOT, 'test/README.md'), 'utf8');
    const kinds = [
      ...new Set(
        listFolders(['test'])
          .map((folder) => folder.split('/')[1])
          .filter((kind) => kind !== undefined),
      ),
    ];
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter((kind) => !readme.includes(`| \`${kind}\` |`))).toEqual([]);
  });
});

describe('a file', () => {
  test('fits a screen, in at least half of all cases', () => {
    const lengths = CODE.map((file) => file.text.trimEnd().split('\n').length);
    const short = lengths.filter((length) => length <= MAX_SCREEN_LINES).length;
    expect(short * 2).toBeGreaterThanOrEqual(lengths.length);
  });

  test('has a name in kebab-case that says something', () => {
    const names = CODE.map((file) => file.path).filter(
      (path) =>
        !/^[a-z][a-z0-9]*(-[a-z0-9]+)*\.ts$/.test(basename(path)) ||
        VAGUE_WORDS.test(basename(path)),
    );
    expect(names).toEqual([]);
  });

  test('is named after its main export, or after what its exports have in common', () => {
    const problems = CODE.filter((file) => !Object.hasOwn(FREE_FILE_NAMES, file.path))
      .filter((file) => !isWellNamed(file))
      .map((file) => `${file.path} exports ${listExports(file).join(', ')}`);
    expect(problems).toEqual([]);
  });

  test('has named exports only', () => {
    expect(
      CODE.filter((file) => listExports(file).includes('default')).map((file) => file.path),
    ).toEqual([]);
  });

  test('that is excepted from its name exists, and needs to be', () => {
    const needed = CODE.filter((file) => !isWellNamed(file)).map(({ path }) => path);
    expect(Object.keys(FREE_FILE_NAMES).filter((path) => !needed.includes(path))).toEqual([]);
  });
});

/** A file without exports is one that runs, such as main.ts, and may have any name. */
function isWellNamed(file: TypescriptFile): boolean {
  const exported = listExports(file);
  return exported.length === 0 || isNamedAfter(basename(file.path, '.ts'), exported);
}

/**
 * The name of a single export has all words of the file name (`depth-limit`: `limitDepth`). Of
 * several exports, one has some word of it.
 */
function isNamedAfter(fileName: string, exported: readonly string[]): boolean {
  const words = wordsOf(fileName);
  const found = exported.map(
    (name) => words.filter((word) => wordsOf(name).some((other) => other.startsWith(word))).length,
  );
  return found.some((count) => count === words.length || (exported.length > 1 && count > 0));
}

/** `createClickHouses` -> create, clickhouse */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/ClickHouse/g, 'Clickhouse')
    .replace(/GraphQL/g, 'Graphql')
    .split(/[-_]|(?<=[a-z0-9])(?=[A-Z])/)
    .map((word) => word.toLowerCase().replace(/s$/, ''));
}

function listExports(file: TypescriptFile): readonly string[] {
  return parseTypescript(file).statements.flatMap(exportsOf);
}

function exportsOf(statement: Statement): readonly string[] {
  if (isExportDeclaration(statement)) {
    return statement.exportClause && isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map((each) => each.name.text)
      : [];
  }
  if (statement.kind === SyntaxKind.ExportAssignment) return ['default'];
  const modifiers = canHaveModifiers(statement) ? (getModifiers(statement) ?? []) : [];
  if (!modifiers.some((each) => each.kind === SyntaxKind.ExportKeyword)) return [];
  if (modifiers.some((each) => each.kind === SyntaxKind.DefaultKeyword)) return ['default'];
  if (isVariableStatement(statement))
    return statement.declarationList.declarations.map((each) => each.name.getText());
  return 'name' in statement ? [(statement.name as { getText(): string }).getText()] : [];
}
