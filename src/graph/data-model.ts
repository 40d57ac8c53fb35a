import type { GraphQLInputObjectType, GraphQLObjectType } from 'graphql';
import { isSameSource } from '../model/is-same-source';
import type { Edge } from '../model/query';
import type { RemoteColumn, RemoteTable } from '../model/remote-table';
import type { RegistrySnapshot } from '../registry/snapshot';

/** One remote table as the data API offers it. */
export interface TableNode {
  readonly table: RemoteTable;
  /** By GraphQL field name, in the order of the table. */
  readonly columns: ReadonlyMap<string, RemoteColumn>;
  /** By GraphQL field name. */
  readonly edges: ReadonlyMap<string, Edge>;
}

/** The public types of one table. */
export interface TableTypes {
  readonly row: GraphQLObjectType;
  readonly filter: GraphQLInputObjectType;
  readonly orderBy: GraphQLInputObjectType | null;
}

/** The tables and edges of one moment, by table id. */
export type DataModel = ReadonlyMap<string, TableNode>;

export function buildDataModel(snapshot: RegistrySnapshot): DataModel {
  return new Map(snapshot.exposedTables.map((table) => [table.id, tableNode(table, snapshot)]));
}

function tableNode(table: RemoteTable, snapshot: RegistrySnapshot): TableNode {
  const edges = new Map<string, Edge>();
  for (const relationship of snapshot.relationshipsFrom(table.id)) {
    const to = snapshot.remoteTable(relationship.toTableId);
    if (to === undefined) throw new Error(`relationship ${relationship.id} leads nowhere`);
    const columns = relationship.columns.map(({ castTo, ...pair }) => ({ from: columnOf(table, pair.from), to: columnOf(to, pair.to), ...(castTo ? { castTo } : {}) }));
    const crosses = !isSameSource(table, to) || columns.some((pair) => pair.castTo !== undefined);
    edges.set(relationship.name, { name: relationship.name, kind: relationship.kind, to, columns, crosses });
  }
  return { table, columns: new Map(table.columns.map((column) => [column.fieldName, column])), edges };
}

function columnOf(table: RemoteTable, name: string): RemoteColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`table ${table.id} has no column of the relationship`);
  return column;
}
