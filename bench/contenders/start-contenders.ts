import type { ContenderName } from '../cases/bench-case';
import { startEngine } from '../engine/start-engine';
import type { Sources } from '../sources/start-sources';
import type { StartedServers } from '../sources/started-servers';
import type { Contender } from './contender';
import { startGateway } from './gateway/start-gateway';
import { startLimit } from './limit/start-limit';
import { startNaive } from './naive/start-naive';
import {
  installPostgraphile,
  type InstalledPostgraphile,
} from './postgraphile/install-postgraphile';
import { startPostgraphile } from './postgraphile/start-postgraphile';

export interface StartedContenders {
  readonly contenders: readonly Contender[];
  /** What one of them could not set up or start, in words. */
  readonly notes: readonly string[];
}

export interface ContendersOptions {
  readonly names: readonly ContenderName[];
  readonly folder: string;
  readonly sources: Sources;
  readonly started: StartedServers;
  /**
   * Begun earlier, because it takes half a minute the first time; resolves with why when npm fails.
   */
  readonly postgraphile: Promise<InstalledPostgraphile | string>;
  readonly profileFolder: string | null;
}

/**
 * Starts those that are asked for. Only PostGraphile, which needs a package registry, may be
 * missing.
 */
export async function startContenders({
  names,
  folder,
  sources,
  started,
  postgraphile,
  profileFolder,
}: ContendersOptions): Promise<StartedContenders> {
  const contenders: Contender[] = [];
  const notes: string[] = [];
  if (names.includes('gateway')) {
    const gateway = await startGateway(folder, sources, started, profileFolder);
    contenders.push(gateway);
    notes.push(...gateway.refusals.map((refusal) => `The gateway refused ${refusal}`));
  }
  if (names.includes('limit') || names.includes('naive')) {
    const engine = await startEngine(folder, sources, started);
    if (names.includes('limit')) contenders.push(startLimit(engine));
    if (names.includes('naive')) contenders.push(await startNaive(folder, engine, started));
  }
  if (names.includes('postgraphile')) {
    const installed = await postgraphile;
    if (typeof installed === 'string')
      notes.push(`PostGraphile could not be installed: ${installed}`);
    else contenders.push(await startPostgraphile(folder, installed, sources.shop, started));
  }
  return { contenders, notes };
}

/** Never rejects: a machine without a package registry can still measure the others. */
export function installForContenders(
  names: readonly ContenderName[],
): Promise<InstalledPostgraphile | string> {
  if (!names.includes('postgraphile')) return Promise.resolve('not asked for');
  // npm's own text names the registry and folders of the machine.
  return installPostgraphile().catch((error: unknown) =>
    (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)).replace(
      /\S*[/\\]\S*/g,
      '...',
    ),
  );
}
