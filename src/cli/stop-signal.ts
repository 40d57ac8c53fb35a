/**
 * Resolves at the first SIGINT or SIGTERM, whenever it comes: also during start-up, which is then finished first, so
 * that nothing half-started stays behind. The second signal ends the process at once, with exit code 1.
 */
export function onStopSignal(report: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(1);
      asked = true;
      report('Stopping. Press Ctrl-C again to stop at once.');
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
