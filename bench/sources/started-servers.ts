/** Remembers how to stop what was started, whatever fails later. */
export class StartedServers {
  readonly #stops: (() => Promise<void>)[] = [];

  /** @returns the server that was given */
  keep<T>(server: T, stop: () => Promise<void>): T {
    this.#stops.push(stop);
    return server;
  }

  /** Newest first, each to its end. */
  async stopAll(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse())
      await stop().catch((error: unknown) => {
        console.error(error);
      });
  }
}
