import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/** The programs of a MariaDB server, as Debian places them. */
export const MARIADB_PROGRAMS = { server: '/usr/sbin/mariadbd', install: '/usr/bin/mariadb-install-db' } as const;

const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends mariadb-server';
const DEBIAN = '/etc/debian_version';

/**
 * Makes sure that Debian's MariaDB is there; root on Debian installs it, after telling so.
 * @throws Error that says what to install
 */
export async function ensureMariadb(report: (step: string) => void): Promise<void> {
  if (isInstalled()) return;
  if (!existsSync(DEBIAN) || process.getuid?.() !== 0) throw new Error(`There is no MariaDB server here. On Debian, as root: ${INSTALL}`);
  report(`installing MariaDB: ${INSTALL}`);
  // policy-rc.d would start a system service; Debian's scripts start none when they find no init system or are told so.
  // Suites run side by side, and apt lets nobody wait for its list of packages: whoever comes second waits here.
  const once = `[ -x ${MARIADB_PROGRAMS.server} ] || { ${INSTALL}; }`;
  await promisify(execFile)('flock', ['/var/lock/tributary-apt.lock', 'sh', '-c', once], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } });
  if (!isInstalled()) throw new Error(`MariaDB was installed and cannot be found. On Debian, as root: ${INSTALL}`);
}

function isInstalled(): boolean {
  return Object.values(MARIADB_PROGRAMS).every((path) => existsSync(path));
}
