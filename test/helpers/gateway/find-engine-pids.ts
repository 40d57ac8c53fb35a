import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodeOf } from '../../../src/util/error-code-of';

/**
 * The processes of the embedded ClickHouse of one data directory: they work in its folder
 * `clickhouse`. Linux only.
 */
export function findEnginePids(dataDir: string): readonly number[] {
  const folder = join(dataDir, 'clickhouse');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readWorkingFolder(pid) === folder);
}

function readWorkingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(errorCodeOf(error) ?? '')) return null;
    throw error;
  }
}
