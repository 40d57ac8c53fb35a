import { cpus, release, totalmem, type } from 'node:os';

/** The machine of a run, without its name or anything else that is its owner's. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return (
    `${processors.length} x ${model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ` +
    `${release()}, Node ${process.version.slice(1)}`
  );
}
