import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { giveTo, type ServerAccount } from './server-account';

export interface ClusterOptions {
  readonly bin: string;
  readonly account: ServerAccount;
  readonly dataFolder: string;
  readonly username: string;
  readonly password: string;
  readonly locale: string;
}

/** PEM texts. */
export interface CertificateAndKey {
  readonly cert: string;
  readonly key: string;
}

/**
 * Runs `initdb`. The password goes through a file that only the server's user can read, and that is
 * gone afterwards.
 */
export async function initialiseCluster(options: ClusterOptions): Promise<void> {
  const passwordFile = `${options.dataFolder}.password`;
  await writeFile(passwordFile, options.password, { mode: 0o600, flag: 'wx' });
  try {
    await giveTo(options.account, passwordFile);
    const args = [
      `--pgdata=${options.dataFolder}`,
      `--username=${options.username}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      `--locale=${options.locale}`,
      '--no-sync',
    ];
    await promisify(execFile)(join(options.bin, 'initdb'), args, {
      ...options.account,
      cwd: '/',
      env: { TZ: 'UTC' },
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

export function isInitialised(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'PG_VERSION'));
}

/** Writes the files that `ssl = on` reads by default. */
export async function writeCertificate(
  account: ServerAccount,
  dataFolder: string,
  pair: CertificateAndKey,
): Promise<void> {
  for (const [name, text] of [
    ['server.crt', pair.cert],
    ['server.key', pair.key],
  ] as const) {
    const path = join(dataFolder, name);
    await writeFile(path, text, { mode: 0o600 });
    await giveTo(account, path);
  }
}
