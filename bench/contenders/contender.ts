import type {
  BenchCase,
  ContenderName,
  GraphqlQuestion,
  ReadRows,
  Unable,
} from '../cases/bench-case';
import type { DataSize } from '../data/data-size';
import type { LoadRequest, LoadTarget } from '../load/load-messages';

/** A process of a contender whose time and memory are told. */
export interface ContenderProcess {
  readonly role: 'server' | 'ClickHouse';
  readonly pid: number;
}

export interface Contender {
  readonly name: ContenderName;
  /** What it is made of, with versions, for people. */
  readonly description: string;
  readonly processes: readonly ContenderProcess[];
  /** What to send it for a variant of a case, and how its answer is read. */
  prepare(benchCase: BenchCase, variant: number, size: DataSize): Prepared | Unable;
}

export interface Prepared {
  readonly kind: 'prepared';
  readonly target: Omit<LoadTarget, 'requests'>;
  readonly request: Omit<LoadRequest, 'expectedBytes'>;
  readonly rows: ReadRows;
}

/** One POST of a GraphQL operation. */
export function prepareGraphql(
  url: string,
  headers: Readonly<Record<string, string>>,
  { query, variables, rows }: GraphqlQuestion,
): Prepared {
  const { hostname, port, pathname } = new URL(url);
  return {
    kind: 'prepared',
    target: {
      host: hostname,
      port: Number(port),
      path: pathname,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    },
    request: { bodies: [JSON.stringify({ query, variables })] },
    rows,
  };
}
