import { ensureKcat } from './servers/kafka-broker';
import { ensureMariadb } from './servers/mariadb-binaries';

/**
 * `npm test` runs this first: what has to be installed with Debian's packages is installed here, where it may take its
 * time and is seen. Where it cannot be had, the suites that need it fail and say so.
 */
async function prepareServers(): Promise<void> {
  for (const ensure of [ensureMariadb, ensureKcat]) {
    await ensure((step) => {
      console.error(step);
    }).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
    });
  }
}

void prepareServers();
