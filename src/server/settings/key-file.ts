import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { Secret } from '../../util/secret';
import { MIN_KEY_LENGTH } from './setting-values';
import { SettingsError } from './settings';

export interface KeyFile {
  readonly key: Secret;
  readonly path: string;
  readonly created: boolean;
  /** Someone other than its owner may read the file. */
  readonly exposed: boolean;
}

/**
 * Reads a key from the data folder, or generates it there at first start (mode 0600, folder 0700).
 * @param prefix marks the key for people and secret scanners, e.g. `tributary_admin_`
 * @throws SettingsError when the file holds no usable key
 */
export async function openKeyFile(
  dataDir: string,
  fileName: string,
  prefix: string,
): Promise<KeyFile> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, fileName);
  const created = await createUnlessThere(
    path,
    `${prefix}${randomBytes(32).toString('base64url')}\n`,
  );
  const text = (await readFile(path, 'utf8')).trim();
  if (text.length < MIN_KEY_LENGTH) {
    throw new SettingsError([
      `${path} holds no usable key. Remove the file to have a new one generated.`,
    ]);
  }
  return { key: new Secret(text), path, created, exposed: ((await stat(path)).mode & 0o077) !== 0 };
}

async function createUnlessThere(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isNativeError(error) && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
