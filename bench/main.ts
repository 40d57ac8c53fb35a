import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopSignal, untilStopped } from '../src/cli/stop-signal';
import { parseBenchOptions, USAGE, type BenchOptions } from './bench-options';
import type { BenchReport } from './report/bench-report';
import { renderJson } from './report/render-json';
import { renderMarkdown } from './report/render-markdown';
import { runBench } from './run-bench';
import { StartedServers } from './sources/started-servers';

/** Seen from `dist-bench/bench`. */
const FOLDER = join(__dirname, '../../bench');

const startedAt = performance.now();
const say = (line: string): void => {
  console.error(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

/** Measures, and stops whatever it has started, also when Ctrl-C ends it early. */
async function measure(options: BenchOptions): Promise<BenchReport> {
  const started = new StartedServers();
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  started.keep(folder, () => rm(folder, { recursive: true, force: true }));
  const stopAsked = untilStopped(stopSignal(say)).then(() => {
    throw new Error('Stopped before the end: no results are written.');
  });
  return Promise.race([runBench(options, folder, started, say), stopAsked]).finally(() =>
    started.stopAll(),
  );
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const report = await measure(parseBenchOptions(args));
  const markdown = `${renderMarkdown(report).trimEnd()}\n`;
  await writeFile(join(FOLDER, 'results.md'), markdown);
  await writeFile(join(FOLDER, 'results.json'), renderJson(report));
  console.log(markdown);
  return report.faults.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
