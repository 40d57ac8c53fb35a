import { timingSafeEqual } from 'node:crypto';
import type { Caller } from '../../reading/request/request-context';
import { GatewayError } from '../../errors/gateway-error';
import type { Secret } from '../../util/secret';
import { openKeyFile } from './key-file';
import type { Settings } from './settings';

export interface Keys {
  /**
   * Tells who calls.
   * @param authorization the header as received; undefined: none
   * @throws GatewayError UNAUTHENTICATED
   */
  authenticate(authorization: string | undefined): Caller;
}

/**
 * Takes the keys from the settings, or from their files in the data folder, and says where they
 * are.
 */
export async function openKeys(
  settings: Pick<Settings, 'dataDir' | 'adminKey' | 'readKey' | 'anonymousRead'>,
  onProgress: (line: string) => void,
): Promise<Keys> {
  const admin = settings.adminKey ?? (await openGenerated(settings.dataDir, 'admin', onProgress));
  const read = settings.readKey ?? (await openGenerated(settings.dataDir, 'read', onProgress));
  return createKeys({ admin, read, anonymousRead: settings.anonymousRead });
}

export function createKeys(options: {
  readonly admin: Secret;
  readonly read: Secret;
  readonly anonymousRead: boolean;
}): Keys {
  const keys = [options.admin, options.read].map((key) => Buffer.from(key.reveal(), 'latin1'));
  const width = Math.max(...keys.map((key) => key.length)) + 1;
  const [adminKey, readKey] = keys.map((key) => Buffer.concat([key], width)) as [Buffer, Buffer];
  const given = Buffer.alloc(width);
  return {
    authenticate(authorization) {
      const token = readBearerToken(authorization);
      if (token === null) {
        if (options.anonymousRead) return { role: 'ANONYMOUS' };
        throw new GatewayError(
          'UNAUTHENTICATED',
          'This endpoint needs a key. Send the header `Authorization: Bearer <key>`.',
        );
      }
      // Both sides have one width, so that comparing takes constant time. A token that is too long
      // is cut, and is still longer than any key.
      given.fill(0).write(token, 'latin1');
      const isAdmin = timingSafeEqual(given, adminKey);
      const isReader = timingSafeEqual(given, readKey);
      if (isAdmin) return { role: 'ADMIN' };
      if (isReader) return { role: 'READER' };
      throw new GatewayError(
        'UNAUTHENTICATED',
        'The key is wrong. Send `Authorization: Bearer <key>` with a key of this gateway.',
      );
    },
  };
}

/**
 * Reads the key in the header `authorization`.
 * @returns null where none was sent; an explorer sends a bare `Bearer` until its user adds a key
 * @throws GatewayError UNAUTHENTICATED
 */
function readBearerToken(authorization: string | undefined): string | null {
  if (authorization === undefined || /^(bearer)?\s*$/i.test(authorization)) return null;
  const match = /^bearer +(\S+) *$/i.exec(authorization);
  if (match?.[1] === undefined) {
    throw new GatewayError(
      'UNAUTHENTICATED',
      'The authorization header cannot be read. Send `Authorization: Bearer <key>`.',
    );
  }
  return match[1];
}

async function openGenerated(
  dataDir: string,
  name: 'admin' | 'read',
  onProgress: (line: string) => void,
): Promise<Secret> {
  const file = await openKeyFile(dataDir, `${name}.key`, `tributary_${name}_`);
  const title = name === 'admin' ? 'Admin key' : 'Read key';
  onProgress(`${title}: ${file.created ? 'generated into' : 'in'} ${file.path}`);
  if (file.exposed)
    onProgress(`Warning: ${file.path} can be read by other users. Run: chmod 600 ${file.path}`);
  return file.key;
}
