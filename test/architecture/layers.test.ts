import {
  forEachChild,
  isIdentifier,
  isPropertyAccessExpression,
  isPropertyAssignment,
  type Node,
} from 'typescript';
import {
  EXCEPTIONS,
  FORBIDDEN,
  isIn,
  LAYERS,
  MAY_USE_CONSOLE,
  MAY_USE_PROCESS_ENV,
  PACKAGES,
  OTHERS,
  ROOMS,
} from './rules';
import {
  parseTypescript,
  readTypescriptFiles,
  type Import,
  type TypescriptFile,
} from './source-files';

const FILES = readTypescriptFiles(['src', 'schema', 'resolvers', 'demo', 'test/servers']);
const ALL_IMPORTS = FILES.flatMap((file) => file.imports.map((imported) => ({ file, imported })));

const layerOf = (path: string): number => LAYERS.findIndex((row) => isIn(path, row));
const folderOf = (path: string): string =>
  LAYERS.flat().find((folder) => isIn(path, [folder])) ?? path;
const isExcepted = (file: TypescriptFile, imported: Import): boolean =>
  EXCEPTIONS.some(
    ({ from, to }) => file.path === from && imported.kind === 'file' && isIn(imported.path, [to]),
  );

describe('a folder imports those below it', () => {
  test('and there is something to check', () => {
    expect(FILES.length).toBeGreaterThan(100);
    expect(ALL_IMPORTS.length).toBeGreaterThan(FILES.length);
  });

  test('every folder of code stands in the table', () => {
    expect([
      ...new Set(FILES.filter((file) => layerOf(file.path) === -1).map((file) => file.folder)),
    ]).toEqual([]);
  });

  test('and never those above or beside it', () => {
    expect(
      ALL_IMPORTS.map(({ file, imported }) => layerProblem(file, imported)).filter(
        (problem) => problem !== null,
      ),
    ).toEqual([]);
  });

  test('and every exception is still needed', () => {
    const used = new Set(
      ALL_IMPORTS.flatMap(({ file, imported }) =>
        EXCEPTIONS.filter(
          ({ from, to }) =>
            file.path === from && imported.kind === 'file' && isIn(imported.path, [to]),
        ),
      ),
    );
    const unused = EXCEPTIONS.filter((exception) => !used.has(exception));
    expect(
      unused.map(({ from, to }) => `${from} no longer imports ${to}: remove the exception`),
    ).toEqual([]);
  });

  test('apart from what its own nature forbids', () => {
    const problems = ALL_IMPORTS.flatMap(({ file, imported }) =>
      FORBIDDEN.filter(
        (rule) =>
          isIn(file.path, [rule.from]) &&
          rule.to.test(imported.kind === 'file' ? imported.path : imported.name),
      ).map((rule) => `${file.path} imports ${imported.text}: ${rule.why}`),
    );
    expect(problems).toEqual([]);
  });
});

describe('a room imports those below it', () => {
  test('and every room of its storey stands in the table', () => {
    const missing = FILES.filter(({ path }) =>
      STOREYS.some((storey) => isIn(path, [storey]) && rowOf(roomOf(storey, path)) === -1),
    );
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  test('and never those above or beside it', () => {
    const problems = ALL_IMPORTS.flatMap(({ file, imported }) =>
      STOREYS.map((storey) => roomProblem(storey, file, imported)),
    );
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
  });
});

describe('a package is imported', () => {
  test('by every folder that it is granted to', () => {
    const grants = Object.entries(PACKAGES).flatMap(([name, homes]) =>
      homes.map((home) => ({ name, home })),
    );
    const unused = grants.filter(
      ({ name, home }) =>
        !ALL_IMPORTS.some(
          ({ file, imported }) =>
            imported.kind === 'package' && imported.name === name && isIn(file.path, [home]),
        ),
    );
    expect(unused.map(({ name, home }) => `${home} no longer imports ${name}`)).toEqual([]);
  });

  test('only where it belongs', () => {
    expect(
      ALL_IMPORTS.map(({ file, imported }) => packageProblem(file, imported)).filter(
        (problem) => problem !== null,
      ),
    ).toEqual([]);
  });
});

describe('a folder of one service type is imported', () => {
  test('by the list of connectors only', () => {
    const problems = ALL_IMPORTS.filter(({ file, imported }) => {
      const connector = imported.kind === 'file' ? connectorOf(imported.path) : null;
      return (
        connector !== null &&
        !isIn(file.path, [connector, 'src/connectors/list.ts']) &&
        !isExcepted(file, imported)
      );
    });
    expect(
      problems.map(
        ({ file, imported }) =>
          `${file.path} imports ${imported.text}: use the contract, src/connectors/contract`,
      ),
    ).toEqual([]);
  });
});

describe('the environment and the terminal', () => {
  test('are used where the process begins, and nowhere else', () => {
    const problems = FILES.flatMap((file) => [
      ...(isIn(file.path, MAY_USE_PROCESS_ENV) ? [] : listUses(file, 'process', 'env')),
      ...(isIn(file.path, MAY_USE_CONSOLE) ? [] : listUses(file, 'console', null)),
      ...file.imports
        .filter(({ text }) => text === 'node:process' || text === 'node:console')
        .map(({ text }) => `${file.path} imports ${text}`),
    ]);
    expect(problems).toEqual([]);
  });

  test('are used by every folder that may', () => {
    const uses = (folder: string, global: string, member: string | null): boolean =>
      FILES.some((file) => isIn(file.path, [folder]) && listUses(file, global, member).length > 0);
    expect(MAY_USE_PROCESS_ENV.filter((folder) => !uses(folder, 'process', 'env'))).toEqual([]);
    expect(MAY_USE_CONSOLE.filter((folder) => !uses(folder, 'console', null))).toEqual([]);
  });
});

/** The folder of one service type that a file lies in; null for what connectors share. */
function connectorOf(path: string): string | null {
  const folder = /^src\/connectors\/([\w-]+)(?=\/)/.exec(path);
  const isShared = ROOMS['src/connectors']?.flat().includes(folder?.[1] ?? '') === true;
  return folder === null || isShared ? null : folder[0];
}

function layerProblem(file: TypescriptFile, imported: Import): string | null {
  if (imported.kind !== 'file' || imported.path === 'package.json') return null;
  const [from, to] = [folderOf(file.path), folderOf(imported.path)];
  if (from === to || isExcepted(file, imported)) return null;
  const rule = `${file.path} imports ${imported.text}: ${from} may not import ${to}`;
  if (layerOf(imported.path) === -1) return `${rule}, which is not a layer`;
  if (layerOf(imported.path) < layerOf(file.path)) return `${rule}, which stands above it`;
  return layerOf(imported.path) === layerOf(file.path) ? `${rule}, which stands beside it` : null;
}

interface Room {
  readonly storey: string;
  /** Empty for the storey's own files. */
  readonly name: string;
}

const STOREYS = Object.keys(ROOMS);

function roomOf(storey: string, path: string): Room {
  const [name = '', inner] = path.slice(storey.length + 1).split('/');
  return { storey, name: inner === undefined ? '' : name };
}

/**
 * The lower a room stands, the greater is its row: 0 for the storey's own files unless the table
 * has a row for them, and -1 for a room without a row.
 */
function rowOf({ storey, name }: Room): number {
  const rows = ROOMS[storey] ?? [];
  const own = rows.findIndex((rooms) => rooms.includes(name));
  if (own !== -1 || name === '') return own + 1;
  const others = rows.findIndex((rooms) => rooms.includes(OTHERS));
  return others === -1 ? -1 : others + 1;
}

function roomProblem(storey: string, file: TypescriptFile, imported: Import): string | null {
  if (imported.kind !== 'file') return null;
  if (!isIn(file.path, [storey]) || !isIn(imported.path, [storey])) return null;
  const [from, to] = [roomOf(storey, file.path), roomOf(storey, imported.path)];
  if (from.name === to.name || rowOf(to) > rowOf(from)) return null;
  const names = [from, to].map((room) => room.name || room.storey);
  return `${file.path} imports ${imported.text}: ${names.join(' may not import ')}`;
}

function packageProblem(file: TypescriptFile, imported: Import): string | null {
  if (imported.kind !== 'package') return null;
  const homes = Object.hasOwn(PACKAGES, imported.name) ? PACKAGES[imported.name] : undefined;
  if (homes !== undefined && !isIn(file.path, homes)) {
    const owners = homes.join(', ') || 'nobody';
    return `${file.path} imports ${imported.text}: ${imported.name} is for ${owners}`;
  }
  const isUtil = isIn(file.path, ['src/util']);
  return isUtil && !imported.name.startsWith('node:')
    ? `${file.path} imports ${imported.text}: util has no dependencies`
    : null;
}

/** Uses of a global, or of one member of it. Text in comments, strings and templates is none. */
function listUses(file: TypescriptFile, global: string, member: string | null): readonly string[] {
  const uses: string[] = [];
  const source = parseTypescript(file);
  const visit = (node: Node): void => {
    if (
      isIdentifier(node) &&
      node.text === global &&
      isReference(node) &&
      (member === null || memberOf(node) === member)
    ) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      uses.push(
        `${file.path}:${line + 1} uses ${member === null ? global : `${global}.${member}`}`,
      );
    }
    forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

/** Neither the name of a member (`x.process`) nor of a property (`{ process: x }`). */
const isReference = (node: Node): boolean =>
  !(isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  !(isPropertyAssignment(node.parent) && node.parent.name === node);

const memberOf = (node: Node): string | null =>
  isPropertyAccessExpression(node.parent) && node.parent.expression === node
    ? node.parent.name.text
    : null;
