import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../errors/gateway-error';
import type { EngineProcess } from './spawn-engine';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
/** A server that was up for this long is started again without the delays of earlier failures. */
const STEADY_MS = 30_000;

/** Where the embedded server stands. `exit` is how the last one ended, e.g. `signal SIGKILL`. */
export type EnginePhase =
  | { readonly phase: 'starting' }
  | { readonly phase: 'running'; readonly pid: number }
  | { readonly phase: 'restarting'; readonly exit: string; readonly delayMs: number }
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed'; readonly error: GatewayError };

export interface SupervisedEngine {
  phase(): EnginePhase;
  /** Ends the server for good. Does nothing when the server is stopped already. */
  stop(): Promise<void>;
}

interface EngineParts {
  readonly spawn: () => EngineProcess;
  /** Resolves when the server answers. Rejects when it does not in time, or `signal` aborts. */
  readonly waitUntilAnswering: (signal: AbortSignal) => Promise<void>;
  readonly onPhase: (phase: EnginePhase) => void;
}

/**
 * Starts the server and keeps it running.
 * @throws GatewayError CLICKHOUSE_UNAVAILABLE when the first start fails
 */
export async function superviseEngine(parts: EngineParts): Promise<SupervisedEngine> {
  const supervisor = new Supervisor(parts);
  await supervisor.start();
  return supervisor;
}

class Supervisor implements SupervisedEngine {
  private current: EnginePhase = { phase: 'starting' };
  private process: EngineProcess | null = null;
  private watching: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(private readonly parts: EngineParts) {}

  phase(): EnginePhase {
    return this.current;
  }

  async start(): Promise<void> {
    this.enter({ phase: 'starting' });
    try {
      const process = await this.spawnUntilAnswering();
      this.watching = this.watch(process);
    } catch (failure) {
      const error =
        failure instanceof GatewayError
          ? failure
          : new GatewayError('INTERNAL', 'The embedded ClickHouse did not start.', {
              cause: failure,
            });
      this.enter({ phase: 'failed', error });
      throw error;
    }
  }

  async stop(): Promise<void> {
    if (this.current.phase === 'stopped') return;
    this.stopping.abort();
    await this.process?.stop();
    await this.watching;
    this.enter({ phase: 'stopped' });
  }

  /** Waits for the end of a running server and brings up the next one, until stop() is called. */
  private async watch(first: EngineProcess): Promise<void> {
    let process = first;
    let delayMs = FIRST_DELAY_MS;
    for (;;) {
      const upSince = Date.now();
      const exit = await process.exited;
      if (Date.now() - upSince >= STEADY_MS) delayMs = FIRST_DELAY_MS;
      const next = await this.restart(exit, delayMs);
      if (next === null) return;
      process = next.process;
      delayMs = Math.min(next.delayMs * 2, MAX_DELAY_MS);
    }
  }

  /** Starts servers until one answers. @returns null when stop() was called */
  private async restart(
    exit: string,
    firstDelayMs: number,
  ): Promise<{ readonly process: EngineProcess; readonly delayMs: number } | null> {
    const { signal } = this.stopping;
    for (
      let delayMs = firstDelayMs;
      !signal.aborted;
      delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)
    ) {
      this.enter({ phase: 'restarting', exit, delayMs });
      try {
        await sleep(delayMs, undefined, { signal });
        // stop() may have been called since the sleep ended. It would have ended the former server
        // only.
        signal.throwIfAborted();
        return { process: await this.spawnUntilAnswering(), delayMs };
      } catch (failure) {
        exit = failure instanceof Error ? failure.message : String(failure);
      }
    }
    return null;
  }

  /** @throws GatewayError CLICKHOUSE_UNAVAILABLE when the server ends or does not answer in time */
  private async spawnUntilAnswering(): Promise<EngineProcess> {
    const process = this.parts.spawn();
    this.process = process;
    const over = new AbortController();
    const exited = process.exited.then((exit) => {
      over.abort();
      return exit;
    });
    try {
      await this.parts.waitUntilAnswering(over.signal);
    } catch (failure) {
      await process.stop();
      throw startFailed(await exited, process.lastLines(), failure);
    }
    this.enter({ phase: 'running', pid: process.pid ?? 0 });
    return process;
  }

  private enter(phase: EnginePhase): void {
    this.current = phase;
    this.parts.onPhase(phase);
  }
}

function startFailed(exit: string, lastLines: readonly string[], cause: unknown): GatewayError {
  const said = lastLines.length === 0 ? '' : ` It said:\n${lastLines.join('\n')}`;
  return new GatewayError(
    'CLICKHOUSE_UNAVAILABLE',
    `The embedded ClickHouse did not start (${exit}).${said}`,
    { cause },
  );
}
