import type { BenchReport } from './bench-report';

/** results.json: a contender that cannot do a case has null in the place of figures, and `why`. */
export function renderJson({ cases }: BenchReport): string {
  const entries = cases.flatMap(({ benchCase, measured, unable }) => [
    ...measured.map(({ name, requestsPerSecond, p50Ms, p99Ms }) => ({
      case: benchCase.name,
      contender: name,
      requestsPerSecond: round(requestsPerSecond),
      p50Ms: round(p50Ms),
      p99Ms: round(p99Ms),
    })),
    ...unable.map(({ name, why }) => ({
      case: benchCase.name,
      contender: name,
      requestsPerSecond: null,
      p50Ms: null,
      p99Ms: null,
      why,
    })),
  ]);
  return `[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`;
}

/** Three digits say all that a run of seconds can tell. */
const round = (value: number): number => Number(value.toPrecision(4));
