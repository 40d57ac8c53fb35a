import type { KeyCast, RelationshipKind, RemoteColumn, RemoteTable } from './remote-table';

/** A relationship with both ends resolved. */
export interface Edge {
  readonly name: string;
  readonly kind: RelationshipKind;
  readonly to: RemoteTable;
  readonly columns: readonly EdgeColumn[];
  /** True when no single statement can follow it: it leads to another source, or needs a cast. */
  readonly crosses: boolean;
}

/**
 * Two columns whose values must be equal, compared as they are or as what `castTo` makes of them.
 */
export interface EdgeColumn {
  readonly from: RemoteColumn;
  readonly to: RemoteColumn;
  readonly castTo?: KeyCast;
}
