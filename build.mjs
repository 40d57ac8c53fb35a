/**
 * Compiles `src`, `schema` and `resolvers` into `dist`, and copies what pages are made of beside it.
 *
 *   node build.mjs            compiles, with the compiler that `npm install` brings
 *   node build.mjs --clean    the same into an empty `dist`: what is packed holds nothing of earlier builds
 *   node build.mjs --prepare  compiles where `dist` is missing or older than the sources (`npm install`)
 *   node build.mjs --start    the same before a start, which an older `dist` does not stop
 *
 * `npm install --omit=dev` in a clone brings no compiler. Then the one that the lock file names is fetched into a
 * temporary folder, and is gone when `dist` is there. npm prepares packages from git in this way, too.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
const SOURCES = ['src', 'schema', 'resolvers'];
const PAGES = 'src/server/pages';
/** Written when everything else is there. */
const STAMP = 'dist/.built';

const at = (...path) => join(ROOT, ...path);

function main(mode) {
  // A package has no sources to build from, and needs none.
  if (!existsSync(at('src'))) return;
  if (mode === '--clean') rmSync(at('dist'), { recursive: true, force: true });
  const isAsked = mode === undefined || mode === '--clean';
  if (!isAsked && isFresh()) return;
  const compiler = findCompiler();
  if (mode === '--start' && compiler === null && existsSync(at(STAMP))) {
    console.error('Warning: dist/ is older than the sources, and no compiler is installed.');
    return;
  }
  if (compiler !== null) compile(compiler, at('tsconfig.build.json'));
  else compileWithFetched();
  for (const page of readdirSync(at(PAGES)).filter((name) => /\.(html|css|mjs)$/.test(name)))
    cpSync(at(PAGES, page), at('dist', PAGES, page));
  writeFileSync(at(STAMP), '');
}

function isFresh() {
  if (!existsSync(at(STAMP))) return false;
  const builtAt = statSync(at(STAMP)).mtimeMs;
  const configuration = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];
  return [...configuration, ...SOURCES.flatMap(listFiles)].every(
    (path) => statSync(at(path)).mtimeMs <= builtAt,
  );
}

const listFiles = (folder) =>
  readdirSync(at(folder), { recursive: true }).map((name) => join(folder, name));

/** The path of TypeScript's command, or null. */
function findCompiler() {
  try {
    return createRequire(at('package.json')).resolve('typescript/bin/tsc');
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

function compile(compiler, project) {
  const { status } = spawnSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/** Types are not checked, because those of packages are not there; what is emitted is the same, byte for byte. */
function compileWithFetched() {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-build-'));
  try {
    const compiler = fetchCompiler(folder);
    const project = join(folder, 'tsconfig.json');
    const compilerOptions = { types: [], noCheck: true, incremental: false, tsBuildInfoFile: null };
    writeFileSync(project, JSON.stringify({ extends: at('tsconfig.build.json'), compilerOptions }));
    compile(compiler, project);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installs the compiler of the lock file, by its hash, into a folder. Returns the path of its command. */
function fetchCompiler(folder) {
  const path = 'node_modules/typescript';
  const { version, integrity } = JSON.parse(readFileSync(at('package-lock.json'))).packages[path];
  const root = { name: 'build', version: '0.0.0', dependencies: { typescript: version } };
  const packages = { '': root, [path]: { version, integrity } };
  const lock = { name: root.name, version: root.version, lockfileVersion: 3, packages };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(root));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  console.error(`No compiler is installed: fetching TypeScript ${version} for this build.`);
  const { status } = spawnSync(
    process.execPath,
    [process.env.npm_execpath, 'ci', '--prefix', folder, '--no-audit', '--no-fund', '--silent'],
    { cwd: folder, stdio: 'inherit' },
  );
  if (status !== 0) {
    console.error(
      'TypeScript could not be fetched. Build where the registry is reached, and take the compiler away then:\n' +
        '  npm install && npm prune --omit=dev',
    );
    process.exit(1);
  }
  return join(folder, path, 'bin/tsc');
}

main(process.argv[2]);
