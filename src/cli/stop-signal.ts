import { once } from 'node:events';

/**
 * A signal that aborts at the first SIGINT or SIGTERM. The second one ends the process at once,
 * with exit code 1.
 * @param report told that the process stops
 */
export function stopSignal(report: (line: string) => void): AbortSignal {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(1);
    report('Stopping. Press Ctrl-C again to stop at once.');
    stopping.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return stopping.signal;
}

/** Resolves when the signal aborts, or at once if it has. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
