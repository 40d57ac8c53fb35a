import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { createSourceFile, preProcessFile, ScriptTarget, type SourceFile } from 'typescript';

export const ROOT = resolve(__dirname, '../..');

/** Where an import leads: a file of the repository (path from its root), or a package or Node module by its specifier. */
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

export function parseTypescript(file: TypescriptFile): SourceFile {
  return createSourceFile(file.path, file.text, ScriptTarget.Latest, true);
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
