import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  createSourceFile,
  type ExportDeclaration,
  forEachChild,
  type ImportClause,
  isCallExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isStringLiteral,
  type Node,
  preProcessFile,
  ScriptTarget,
  type SourceFile,
  SyntaxKind,
} from 'typescript';

export const ROOT = resolve(__dirname, '../..');

/** Where an import leads: to a file, by its path in the repository, or to a package, by name. */
export type Import =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'package'; readonly name: string; readonly text: string };

export interface TypescriptFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  /** Its folder, from the root of the repository. */
  readonly folder: string;
  readonly text: string;
  /** `import`, `export from`, `import()` and `require()`, types included. */
  readonly imports: readonly Import[];
}

/** Every .ts file in the given folders of the repository. */
export function readTypescriptFiles(folders: readonly string[]): readonly TypescriptFile[] {
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((path) => path.endsWith('.ts'))
    .map(readTypescriptFile);
}

/** Every folder in the given ones that holds files, itself included. */
export function listFolders(folders: readonly string[]): readonly string[] {
  return [
    ...new Set(folders.flatMap((folder) => listFiles(folder)).map((path) => dirname(path))),
  ].sort();
}

const PARSED = new WeakMap<TypescriptFile, SourceFile>();

/** The syntax tree of a file, which is made once. */
export function parseTypescript(file: TypescriptFile): SourceFile {
  const known = PARSED.get(file);
  if (known !== undefined) return known;
  const source = createSourceFile(join(ROOT, file.path), file.text, ScriptTarget.Latest, true);
  PARSED.set(file, source);
  return source;
}

/**
 * The files of the repository that a file imports when it runs, by path. What is imported as a type
 * only is gone by then.
 */
export function listValueImports(file: TypescriptFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    const specifier = valueSpecifierOf(node);
    if (specifier !== null && isStringLiteral(specifier)) found.push(specifier.text);
    forEachChild(node, visit);
  };
  visit(parseTypescript(file));
  return found
    .map((text) => toImport(file.path, text))
    .flatMap((imported) => (imported.kind === 'file' ? [`${imported.path}.ts`] : []));
}

/** What an import at run time names: `import`, `export from`, `import()` and `require()`. */
function valueSpecifierOf(node: Node): Node | null {
  if (isImportDeclaration(node)) return isType(node.importClause) ? null : node.moduleSpecifier;
  if (isExportDeclaration(node)) return isType(node) ? null : (node.moduleSpecifier ?? null);
  if (!isCallExpression(node)) return null;
  const { expression } = node;
  const isLoad =
    expression.kind === SyntaxKind.ImportKeyword ||
    (isIdentifier(expression) && expression.text === 'require');
  return isLoad ? (node.arguments[0] ?? null) : null;
}

/** Whether all that a declaration names is a type. */
function isType(clause: ImportClause | ExportDeclaration | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = isExportDeclaration(clause) ? clause.exportClause : clause.namedBindings;
  const hasDefault = !isExportDeclaration(clause) && clause.name !== undefined;
  if (hasDefault || names === undefined || !('elements' in names)) return false;
  return names.elements.length > 0 && names.elements.every((each) => each.isTypeOnly);
}

function listFiles(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function readTypescriptFile(path: string): TypescriptFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = preProcessFile(text, true, true).importedFiles.map(({ fileName }) =>
    toImport(path, fileName),
  );
  return { path, folder: dirname(path), text, imports };
}

function toImport(importer: string, text: string): Import {
  if (!text.startsWith('.')) return { kind: 'package', name: packageOf(text), text };
  const path = relative(ROOT, resolve(ROOT, dirname(importer), text))
    .split(sep)
    .join('/');
  return { kind: 'file', path, text };
}

/** `@scope/name/sub` -> `@scope/name`, `node:fs/promises` -> `node:fs/promises` */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
