import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopSignal, untilStopped } from '../src/cli/stop-signal';
import { readSettings, SettingsError } from '../src/server/settings/settings';
import { startGateway, type RunningGateway } from '../src/server/start/start-gateway';
import { DEMO_QUERY } from './demo-query';
import { graphqlRequest } from './graphql-request';
import { printAnswer } from './print-answer';
import { registerServices } from './register-services';
import { startSources } from './start-sources';

const say = (line: string): void => {
  console.error(line);
};
const out = (line: string): void => {
  console.log(line);
};

/**
 * The whole product in narrow: three services and a gateway of their own in temporary folders,
 * wired through the gateway's GraphQL API, one query across all of them with its answer and plan,
 * then serving until Ctrl-C.
 */
async function main(): Promise<void> {
  const stopping = stopSignal(say);
  const folder = await mkdtemp(join(tmpdir(), 'tributary-demo-'));
  const started: (() => Promise<void>)[] = [];
  try {
    const keep = (stop: () => Promise<void>): void => void started.push(stop);
    const [sources, gateway] = await Promise.all([
      startSources((server) => {
        keep(() => server.remove());
      }, say),
      startDemoGateway(folder).then((running) => {
        keep(() => running.stop());
        return running;
      }),
    ]);
    const endpoint = {
      url: `${gateway.url}/graphql`,
      key: await readFile(join(folder, 'admin.key'), 'utf8').then((text) => text.trim()),
    };
    say('\nRegistering PostgreSQL, ClickHouse and S3 with the gateway, by mutations over HTTP:');
    await registerServices(endpoint, sources, (line) => {
      say(`  ${line}`);
    });
    printAnswer(DEMO_QUERY, await graphqlRequest(endpoint, DEMO_QUERY), out);
    out(
      `\nServing on   ${gateway.url}/graphql   (queries need no key here; the admin key is ` +
        `in ${join(folder, 'admin.key')})`,
    );
    out(
      `Explorer at  ${gateway.url}/, plans are drawn at ${gateway.url}/plan\n` +
        'Press Ctrl-C to stop everything.',
    );
    await untilStopped(stopping);
  } finally {
    await Promise.allSettled(started.map((stop) => stop()));
    await rm(folder, { recursive: true, force: true });
    say('Stopped.');
  }
}

function startDemoGateway(folder: string): Promise<RunningGateway> {
  const settings = readSettings({
    TRIBUTARY_LOG_LEVEL: 'warn',
    TRIBUTARY_CORS_ORIGINS: 'https://studio.apollographql.com',
    ...process.env,
    TRIBUTARY_DATA_DIR: folder,
    TRIBUTARY_ANONYMOUS_READ: 'true',
  });
  return startGateway(settings, {
    onProgress: (line) => {
      say(`Gateway: ${line}`);
    },
    explorerQuery: DEMO_QUERY,
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(
      error instanceof SettingsError || error instanceof Error
        ? `The demo could not start: ${error.message}`
        : String(error),
    );
    process.exit(1);
  },
);
