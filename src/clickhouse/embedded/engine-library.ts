import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GatewayError } from '../../errors/gateway-error';
import { errorCodeOf } from '../../util/error-code-of';

/**
 * Absolute paths of what the child process loads. It runs with `node -e`, which would resolve names
 * from its working directory.
 */
export interface EngineLibrary {
  /** The path of libchdb, a whole ClickHouse as a shared library. */
  readonly libraryPath: string;
  /**
   * The path of the module `ffi-rs`. Another such module, koffi, switches stacks, which ClickHouse
   * takes for TOO_DEEP_RECURSION.
   */
  readonly ffiPath: string;
}

/**
 * Finds the library of this platform among the installed packages.
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING when npm has no library for this platform, or did
 *   not install it
 */
export function findEngineLibrary(): EngineLibrary {
  const suffix = process.platform === 'linux' ? '-gnu' : '';
  const name = `@chdb/lib-${process.platform}-${process.arch}${suffix}`;
  const folder = findPackage(name);
  const libraryPath = ['libchdb.so', 'libchdb.dylib']
    .map((file) => join(folder ?? '', file))
    .find(existsSync);
  if (folder === null || libraryPath === undefined) {
    throw new GatewayError(
      'CLICKHOUSE_FEATURE_MISSING',
      `The embedded ClickHouse needs the npm package ${name}. Install it with \`npm install ` +
        `--include=optional\`, or set CLICKHOUSE_URL to a ClickHouse of your own.`,
    );
  }
  return { libraryPath, ffiPath: require.resolve('ffi-rs') };
}

function findPackage(name: string): string | null {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch (error) {
    if (errorCodeOf(error) === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
