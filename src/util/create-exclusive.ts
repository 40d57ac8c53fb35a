/** Runs a task when those that were handed in before have ended. Their failures do not matter. */
export type Exclusive = <T>(task: () => Promise<T>) => Promise<T>;

/** A queue of its own: its tasks run one after another, in the order of the calls. */
export function createExclusive(): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run;
    return run;
  };
}
