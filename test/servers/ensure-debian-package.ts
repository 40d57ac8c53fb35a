import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

export interface DebianPackage {
  /** For messages, e.g. `MariaDB`. */
  readonly title: string;
  /** For apt, e.g. `mariadb-server`. */
  readonly name: string;
  /** Where Debian places its programs. */
  readonly programs: readonly string[];
}

const DEBIAN = '/etc/debian_version';

/**
 * Makes sure that the programs of a package are there; root on Debian installs it, after telling
 * so.
 * @throws Error that says what to install
 */
export async function ensureDebianPackage(
  { title, name, programs }: DebianPackage,
  report: (step: string) => void,
): Promise<void> {
  const isInstalled = (): boolean => programs.every((path) => existsSync(path));
  if (isInstalled()) return;
  const install = `apt-get update && apt-get install -y --no-install-recommends ${name}`;
  if (!existsSync(DEBIAN) || process.getuid?.() !== 0)
    throw new Error(`There is no ${title} here. On Debian, as root: ${install}`);
  report(`installing ${title}: ${install}`);
  // policy-rc.d would start a system service; Debian's scripts start none when they find no init
  // system or are told so. Suites run side by side, and apt lets nobody wait for its list of
  // packages: whoever comes second waits here.
  const once = `${programs.map((path) => `[ -x ${path} ]`).join(' && ')} || { ${install}; }`;
  await promisify(execFile)('flock', ['/var/lock/tributary-apt.lock', 'sh', '-c', once], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  if (!isInstalled())
    throw new Error(`${title} was installed and cannot be found. On Debian, as root: ${install}`);
}
