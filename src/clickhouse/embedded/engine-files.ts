import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCodeOf } from '../../util/error-code-of';
import type { Secret } from '../../util/secret';
import { writePrivateFile } from '../../util/write-private-file';
import { PG_SERVICE, renderConfig, renderUsers } from './render-config';

/** Where the embedded server keeps its files. */
export interface EngineFolder {
  /** `<dataDir>/clickhouse`, mode 0700. */
  readonly root: string;
  readonly configFile: string;
  readonly usersFile: string;
  /** A file of libpq: what all PostgreSQL connections have in common. */
  readonly pgServiceFile: string;
  /** Holds the key that named collections are encrypted with. */
  readonly keyFile: string;
  readonly data: string;
  readonly namedCollections: string;
}

interface EngineSettings {
  readonly username: string;
  readonly password: Secret;
  /** The value that DOOR_HEADER must have in every HTTP request. */
  readonly door: string;
  readonly httpPort: number;
  /** The port of the native protocol; absent where the server does not listen for it. */
  readonly tcpPort?: number;
}

/**
 * Creates the folders of the embedded server where they are missing, readable by their owner only.
 */
export async function createEngineFolder(dataDir: string): Promise<EngineFolder> {
  const root = join(resolve(dataDir), 'clickhouse');
  const folder = {
    root,
    configFile: join(root, 'config.xml'),
    usersFile: join(root, 'users.xml'),
    pgServiceFile: join(root, 'pg_service.conf'),
    keyFile: join(root, 'encryption.key'),
    data: join(root, 'data'),
    namedCollections: join(root, 'named-collections'),
  };
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const path of [folder.data, folder.namedCollections])
    await mkdir(path, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Writes config.xml, users.xml and pg_service.conf anew, and encryption.key where there is none
 * yet.
 */
export async function writeEngineFiles(
  folder: EngineFolder,
  settings: EngineSettings,
): Promise<void> {
  const keyHex = await readOrCreateKey(folder.keyFile);
  const passwordSha256Hex = createHash('sha256').update(settings.password.reveal()).digest('hex');
  await writePrivateFile(
    folder.configFile,
    renderConfig({ ...settings, keyHex, namedCollectionsPath: folder.namedCollections }),
  );
  await writePrivateFile(folder.pgServiceFile, PG_SERVICE);
  await writePrivateFile(
    folder.usersFile,
    renderUsers({ username: settings.username, passwordSha256Hex }),
  );
}

/**
 * The key of the named collections: 256 bits as hexadecimal digits. Whoever loses the file loses
 * every stored credential.
 */
async function readOrCreateKey(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw error;
  }
  const keyHex = randomBytes(32).toString('hex');
  await writePrivateFile(path, `${keyHex}\n`);
  return keyHex;
}
