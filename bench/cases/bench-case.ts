import type { DataSize } from '../data/data-size';

export const CASE_NAMES = [
  'point',
  'list-100',
  'list-1000',
  'list-10000',
  'top-n',
  'nested',
  'group-by',
  'cross-nested',
  'cross-filter',
  'cross-group',
  'schema-1000',
  'export',
] as const;
/** Only run when they are named. */
export const OPTIONAL_CASE_NAMES = ['schema-5000'] as const;
export type CaseName = (typeof CASE_NAMES)[number] | (typeof OPTIONAL_CASE_NAMES)[number];

export const CONTENDER_NAMES = ['gateway', 'limit', 'naive', 'postgraphile'] as const;
export type ContenderName = (typeof CONTENDER_NAMES)[number];

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/** Finds the rows in an answer, each with the members that all contenders have. */
export type ReadRows = (answer: Json) => readonly Json[];

export interface GraphqlQuestion {
  readonly kind: 'graphql';
  readonly query: string;
  readonly variables?: Readonly<Record<string, Json>>;
  readonly rows: ReadRows;
}

export interface SqlQuestion {
  readonly kind: 'sql';
  /** With their FORMAT. `PREVIOUS` in one stands for the answer of the one before. */
  readonly statements: readonly string[];
  /** Settings of ClickHouse that make it faster. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Left out: the answer is the list of rows. */
  readonly rows?: ReadRows;
}

/** What a contender cannot do, and why. */
export interface Unable {
  readonly kind: 'unable';
  readonly why: string;
}

/** One and the same thing, asked of each contender in the way that is best for it. */
export interface Questions {
  readonly gateway: GraphqlQuestion;
  readonly limit: SqlQuestion | Unable;
  readonly naive: GraphqlQuestion | Unable;
  readonly postgraphile: GraphqlQuestion | Unable;
}

export interface BenchCase {
  readonly name: CaseName;
  /** What is asked, for people. */
  readonly title: string;
  /** What the gateway should reach, for people. */
  readonly target: string;
  /** 16 when left out. */
  readonly connections?: number;
  /** The rows come in an order that was asked for. */
  readonly ordered: boolean;
  /** How many rows an answer has; an answer with another number proves nothing. */
  readonly rowCount: (size: DataSize) => number;
  /**
   * Different questions, sent in turn: a contender that answered one from memory would not be
   * measured.
   */
  readonly variants: number;
  readonly ask: (variant: number, size: DataSize) => Questions;
  /** What PostgreSQL alone would be asked, where the target is its own time. */
  readonly sourceStatement?: string;
}

export const unable = (why: string): Unable => ({ kind: 'unable', why });

export const ONE_SOURCE = unable('it reads one PostgreSQL, and no other service');
