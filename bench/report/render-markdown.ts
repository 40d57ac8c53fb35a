import type { ContenderName } from '../cases/bench-case';
import type { Measured } from '../measure/measure-case';
import type { BenchReport, CaseReport } from './bench-report';
import { renderTable } from './render-table';

/** results.md. */
export function renderMarkdown(report: BenchReport): string {
  return [
    '# Results of `npm run bench`',
    '',
    ...describeRun(report),
    '',
    '## Ratios',
    '',
    'Requests per second of the gateway, divided by those of the others.',
    '',
    ratios(report.cases),
    '',
    '## Figures',
    '',
    ...describeFigures(report),
    '',
    figures(report.cases),
    '',
    ...section('Swaps of the GraphQL schema', report.cases.flatMap(describeSwaps)),
    ...section('Not measured', notMeasured(report)),
    ...section(
      'Faults',
      report.faults.map((fault) => `- ${fault}`),
    ),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];

function describeRun({
  options,
  size,
  machine,
  contenders,
  elapsedMs,
}: BenchReport): readonly string[] {
  const rows = Object.entries(size)
    .map(([name, count]) => `${(count as number).toLocaleString('en')} ${name}`)
    .join(', ');
  return [
    `- Machine: ${machine}. Load, contenders and sources share it: ratios tell more than rates.`,
    `- Data (scale ${options.scale}): ${rows}.`,
    `- ${options.rounds} rounds of ${options.durationMs / 1000} s after ` +
      `${options.warmUpMs / 1000} s of warm-up, ${options.connections} connections; medians. ` +
      `${(elapsedMs / 60_000).toFixed(1)} minutes in all.`,
    ...contenders.map(({ name, description }) => `- ${name}: ${description}.`),
  ];
}

function ratios(cases: readonly CaseReport[]): string {
  const rows = cases.map(({ benchCase, measured, source }) => {
    const of = (name: ContenderName): number | undefined =>
      measured.find((each) => each.name === name)?.requestsPerSecond;
    const gateway = of('gateway');
    const ratio = (other: number | undefined): string =>
      gateway === undefined || other === undefined ? '-' : (gateway / other).toFixed(2);
    return [
      benchCase.name,
      ratio(of('limit')),
      ratio(of('naive')),
      ratio(of('postgraphile')),
      ratio(source?.requestsPerSecond),
      benchCase.target,
    ];
  });
  return renderTable(['Case', '/ limit', '/ naive', '/ PostGraphile', '/ source', 'Target'], rows);
}

function describeFigures({ options }: BenchReport): readonly string[] {
  return [
    `CPU is time of the processor for one request: of the contender's own server, and of ` +
      'its ClickHouse. Memory is the most that the server held at any time. Where the first ' +
      `${options.connections} answers take more than two rounds, there is one round.`,
  ];
}

function figures(cases: readonly CaseReport[]): string {
  const rows = cases.flatMap(({ benchCase, measured, source }) => [
    ...measured.map((each) => [benchCase.title, each.name, ...describeMeasured(each)]),
    ...(source === undefined
      ? []
      : [
          [
            benchCase.title,
            'source',
            number(source.requestsPerSecond),
            number(source.p50Ms),
            '',
            '',
            '',
            '',
            '',
            '',
            '',
          ],
        ]),
  ]);
  const named = rows.map(([title = '', ...others], index) => [
    rows[index - 1]?.[0] === title ? '' : title,
    ...others,
  ]);
  return renderTable(
    [
      'Case',
      'Contender',
      'Requests/s',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'CPU ms',
      'CPU ms ClickHouse',
      'Memory MiB',
      'Requests',
      'Rounds',
    ],
    named,
  );
}

function describeMeasured({
  requestsPerSecond,
  p50Ms,
  p95Ms,
  p99Ms,
  usage,
  requests,
  rounds,
}: Measured): readonly string[] {
  const server = usage.find(({ role }) => role === 'server');
  const clickhouse = usage.find(({ role }) => role === 'ClickHouse');
  return [
    ...[requestsPerSecond, p50Ms, p95Ms, p99Ms, server?.cpuMs, clickhouse?.cpuMs].map(number),
    server === undefined ? '' : (server.peakBytes / 2 ** 20).toFixed(0),
    String(requests),
    String(rounds),
  ];
}

function describeSwaps({ swaps }: CaseReport): readonly string[] {
  if (swaps === undefined) return [];
  return [
    `- ${swaps.tables.toLocaleString('en')} remote tables in the schema; set up in ` +
      `${(swaps.setUpMs / 1000).toFixed(1)} s.`,
    `- Build and swap: the gateway answers nothing for ${number(swaps.stallMs)} ms (median ` +
      `of ${swaps.swaps}; longest ${number(swaps.longestStallMs)} ms). The mutation around it ` +
      `takes ${number(swaps.mutationMs)} ms, and ${number(swaps.mutationCpuMs)} ms of the ` +
      `gateway's processor with the requests that watch it.`,
    `- The first query after a swap takes ${number(swaps.firstQueryMs)} ms, the same once ` +
      `more ${number(swaps.secondQueryMs)} ms.`,
    '- CPU for one request, divided by that of the gateway without these tables: ' +
      `${swaps.cpuRatio.toFixed(2)}.`,
    `- Introspection of everything takes ${number(swaps.introspectionMs)} ms, in which the ` +
      `gateway answers nothing for ${number(swaps.introspectionStallMs)} ms at most.`,
    `- Under load: ${swaps.swapsUnderLoad} swaps, ${swaps.lost} of ` +
      `${swaps.requestsUnderLoad.toLocaleString('en')} requests lost.`,
    `- Memory of the gateway: ${(swaps.memoryBytes / 2 ** 20).toFixed(0)} MiB at most.`,
  ];
}

function notMeasured({ cases, notes }: BenchReport): readonly string[] {
  return [
    ...cases.flatMap(({ benchCase, unable }) =>
      unable.map(({ name, why }) => `- ${benchCase.name}, ${name}: ${why}`),
    ),
    ...notes.map((note) => `- ${note}`),
  ];
}

/** Three digits: a run of seconds tells no more. */
function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  return value >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}
