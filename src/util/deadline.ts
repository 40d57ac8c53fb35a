/** A signal that aborts when the caller aborts or when the time is over; it says which. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** True when the time ran out before the caller aborted. */
  expired(): boolean;
  /** Must be called at the end: frees the timer and the listener on the caller's signal. */
  clear(): void;
}

/**
 * AbortSignal.any keeps its sources alive on Node 20 (nodejs/node#54614), so the two are joined by
 * hand.
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
