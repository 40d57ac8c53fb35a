import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Preload it into a gateway: it notes the random values of which one is the engine's password. */
export const RANDOM_RECORDER = require.resolve('../../fixtures/record-random-bytes.cjs');

/** A statement of the embedded ClickHouse of a gateway as it is, asked as the gateway asks. */
export interface EngineFiles {
  readonly dataDir: string;
  /** Where the recorder notes. */
  readonly randomFile: string;
}

/** @returns what the engine prints. @throws Error with its own text when it refuses */
export async function askEngine(
  { dataDir, randomFile }: EngineFiles,
  statement: string,
): Promise<string> {
  const config = await readFile(join(dataDir, 'clickhouse/config.xml'), 'utf8');
  const port = /<http_port>(\d+)/.exec(config)?.[1] ?? '';
  const door = /<x-tributary-door>([^<]+)/.exec(config)?.[1] ?? '';
  const random = (await readFile(randomFile, 'utf8')).trim().split('\n').toReversed();
  for (const hex of random) {
    const key = Buffer.from(hex, 'hex').toString('base64url');
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: statement,
      headers: {
        'x-tributary-door': door,
        'x-clickhouse-user': 'tributary',
        'x-clickhouse-key': key,
      },
    });
    const text = await response.text();
    if (response.status === 200) return text;
    if (!/Authentication failed/.test(text)) throw new Error(text);
  }
  throw new Error('no recorded value is the password of the engine');
}
