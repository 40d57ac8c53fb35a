import type { Sql } from '../../sql/sql';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { PartialEstimate } from '../plan/estimate';

/** One scan of a table: whether some of its filter is forwarded, and what it pulls. */
export interface ScannedTable {
  readonly table: RemoteTable;
  readonly isFiltered: boolean;
  readonly estimate: PartialEstimate;
  /** Columns that have conditions which are not forwarded. */
  readonly unforwarded: readonly RemoteColumn[];
}

/**
 * One thing that a rendered part of a statement asks of a service. `place` is the place of the
 * service in the statement.
 */
export type ScanNote = { readonly place: number } & (
  | {
      readonly kind: 'connection';
      /** The reader table whose pool is used; null for a connection of its own. */
      readonly reader: string | null;
    }
  /** The service is expected to receive this statement. */
  | { readonly kind: 'received'; readonly text: string }
  /** The service does what the text says. */
  | { readonly kind: 'pushed'; readonly text: string }
  /** ClickHouse does what the text says, after it has pulled the rows. */
  | { readonly kind: 'remaining'; readonly text: string }
  /** `cancel` ends what the service was asked in a query of its own; null where nothing does. */
  | { readonly kind: 'cancel'; readonly cancel: Sql | null }
  | ({ readonly kind: 'scan' } & ScannedTable)
);

/**
 * What the rendering of a part gives: its SQL, the joins that its SELECT needs for it, and what it
 * asks of services, in order.
 */
export interface Rendered<T = Sql> {
  readonly value: T;
  /** LEFT JOIN (...) AS t1 ON ... */
  readonly joins: readonly Sql[];
  readonly notes: readonly ScanNote[];
}

const NONE: readonly never[] = [];

/** A value that needs no join and asks nothing of a service. */
export function plain<T>(value: T): Rendered<T> {
  return { value, joins: NONE, notes: NONE };
}

/** A value with the joins and notes of the parts that it is made of, in the order of the parts. */
export function withParts<T>(
  value: T,
  parts: readonly Pick<Rendered<unknown>, 'joins' | 'notes'>[],
): Rendered<T> {
  return { value, joins: joinsOf(parts), notes: notesOf(parts) };
}

/** A whole SELECT with the notes of its parts; their joins stand in it. */
export function closed<T>(
  value: T,
  parts: readonly Pick<Rendered<unknown>, 'notes'>[],
): Rendered<T> {
  return { value, joins: NONE, notes: notesOf(parts) };
}

/** The joins of parts, in the order of the parts. */
export function joinsOf(parts: readonly Pick<Rendered<unknown>, 'joins'>[]): readonly Sql[] {
  let all: readonly Sql[] = NONE;
  for (const { joins } of parts) all = concatenated(all, joins);
  return all;
}

/** Notes without a value, as a part of something rendered. */
export function noted(
  kind: 'pushed' | 'remaining',
  texts: readonly string[],
  { place }: { readonly place: number },
): Rendered<null> {
  const notes = texts.map((text): ScanNote => ({ kind, place, text }));
  return { value: null, joins: NONE, notes };
}

/** What the notes of a statement say of one service, or of all services that it reads. */
export interface ScanAccount {
  readonly connections: readonly (string | null)[];
  readonly received: readonly string[];
  readonly pushed: readonly string[];
  readonly remaining: readonly string[];
  readonly scans: readonly ScannedTable[];
  /**
   * Ends all that the service was asked, by the last note of this kind; null where nothing does.
   */
  readonly cancel: Sql | null;
}

/** Sorts notes by what they are of. */
export function accountOf(notes: readonly ScanNote[]): ScanAccount {
  const connections: (string | null)[] = [];
  const received: string[] = [];
  const pushed: string[] = [];
  const remaining: string[] = [];
  const scans: ScannedTable[] = [];
  let cancel: Sql | null = null;
  for (const note of notes)
    switch (note.kind) {
      case 'connection':
        connections.push(note.reader);
        break;
      case 'received':
        received.push(note.text);
        break;
      case 'pushed':
        pushed.push(note.text);
        break;
      case 'remaining':
        remaining.push(note.text);
        break;
      case 'scan':
        scans.push(note);
        break;
      case 'cancel':
        ({ cancel } = note);
    }
  return { connections, received, pushed, remaining, scans, cancel };
}

function notesOf(parts: readonly Pick<Rendered<unknown>, 'notes'>[]): readonly ScanNote[] {
  let all: readonly ScanNote[] = NONE;
  for (const { notes } of parts) all = concatenated(all, notes);
  return all;
}

/** Joins two lists without a copy where one is empty, as it is for most parts. */
function concatenated<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  if (other.length === 0) return one;
  return one.length === 0 ? other : [...one, ...other];
}
