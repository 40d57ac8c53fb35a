import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** `nobody` and `nogroup`: 65534 on every Linux distribution. */
const NOBODY = 65534;

/**
 * The user a server runs as: PostgreSQL refuses root, so root starts it as `nobody`. Empty: as
 * ourselves.
 */
export interface ServerAccount {
  readonly uid?: number;
  readonly gid?: number;
}

export function chooseServerAccount(): ServerAccount {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

export async function giveTo(account: ServerAccount, path: string): Promise<void> {
  if (account.uid !== undefined && account.gid !== undefined)
    await chown(path, account.uid, account.gid);
}

/**
 * @throws Error when the account could not enter the folder because one above it is closed, e.g.
 *   /root.
 */
export async function assertReachable(account: ServerAccount, folder: string): Promise<void> {
  if (account.uid === undefined) return;
  for (let path = dirname(folder); ; path = dirname(path)) {
    const { mode, uid } = await stat(path);
    if (uid !== account.uid && (mode & 0o001) === 0) {
      throw new Error(
        `"${path}" is closed to other users, and PostgreSQL does not run as root. Choose a ` +
          `folder that user ${account.uid} can enter.`,
      );
    }
    if (path === dirname(path)) return;
  }
}
