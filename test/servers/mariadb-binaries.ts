import { ensureDebianPackage } from './ensure-debian-package';

/** The programs of a MariaDB server, as Debian places them. */
export const MARIADB_PROGRAMS = {
  server: '/usr/sbin/mariadbd',
  install: '/usr/bin/mariadb-install-db',
} as const;

/**
 * Makes sure that Debian's MariaDB is there; root on Debian installs it, after telling so.
 * @throws Error that says what to install
 */
export function ensureMariadb(report: (step: string) => void): Promise<void> {
  return ensureDebianPackage(
    { title: 'MariaDB', name: 'mariadb-server', programs: Object.values(MARIADB_PROGRAMS) },
    report,
  );
}
