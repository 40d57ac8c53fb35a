import { sep } from 'node:path';
import { errorCodeOf } from '../../util/error-code-of';

/**
 * What keeps the gateway from starting, and is for its operator to mend. The message is one line.
 */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}

/**
 * By the code of a system call (errno(3)) on the data folder, on one above it or on a file in it.
 */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'this user has no right to'],
  ['EPERM', 'this user has no right to'],
  ['EROFS', 'its file system is read-only'],
  ['ENOTDIR', 'a part of its path is a file'],
  ['EEXIST', 'a part of its path is a file'],
  ['EISDIR', 'a folder stands where a file belongs'],
  ['ENOENT', 'no folder can be made there'],
  ['ENOSPC', 'its disk is full'],
  ['EDQUOT', 'its disk quota is used up'],
]);

/**
 * Tells that the data folder cannot be used, where this is what the error says.
 * @returns null for any other error
 */
export function describeDataFolderError(error: unknown, dataDir: string): StartError | null {
  const code = errorCodeOf(error);
  const reason = REASONS.get(code ?? '');
  if (code === null || reason === undefined) return null;
  const path = (error as NodeJS.ErrnoException).path;
  if (path === undefined || !(isWithin(path, dataDir) || isWithin(dataDir, path))) return null;
  const place = path === dataDir ? '' : ` at ${path}`;
  return new StartError(
    `The data folder ${dataDir} cannot be used: ${reason} (${code}${place}).` +
      ' Set TRIBUTARY_DATA_DIR or --data-dir to a folder that this user may write to.',
    { cause: error },
  );
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
