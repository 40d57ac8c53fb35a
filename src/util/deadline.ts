/** A signal that aborts when the caller aborts or the time is over, and can tell which it was. */
interface Deadline {
  readonly signal: AbortSignal;
  /** True when the time ran out before the caller aborted. */
  expired(): boolean;
  /** Frees the timer and the listener on the caller's signal. It must be called at the end. */
  clear(): void;
}

/**
 * Starts the clock. The two signals are joined by hand, because AbortSignal.any keeps its sources
 * alive on Node 20 (nodejs/node#54614).
 */
export function startDeadline(timeoutMs: number, caller?: AbortSignal): Deadline {
  const controller = new AbortController();
  let expired = false;
  const abort = () => controller.abort();
  const timer = setTimeout(() => {
    expired = !controller.signal.aborted;
    abort();
  }, timeoutMs);
  if (caller?.aborted) abort();
  else caller?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    expired: () => expired,
    clear() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', abort);
    },
  };
}
