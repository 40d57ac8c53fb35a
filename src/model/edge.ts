import type { KeyCast, RelationshipKind, RemoteColumn, RemoteTable } from './remote-table';

/** A relationship with both ends resolved. */
export interface Edge {
  readonly name: string;
  readonly kind: RelationshipKind;
  readonly to: RemoteTable;
  readonly columns: readonly EdgeColumn[];
  /** No one statement in a service can follow it: it leads to another one, or needs a cast. */
  readonly crosses: boolean;
}

export interface EdgeColumn {
  readonly from: RemoteColumn;
  readonly to: RemoteColumn;
  readonly castTo?: KeyCast;
}
