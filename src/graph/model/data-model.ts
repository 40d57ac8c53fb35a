import type { RegistrySnapshot } from '../../registry/snapshot';
import type { Edge } from '../../model/edge';
import { firstFree } from '../../model/graphql-names';
import { isSameSource } from '../../model/is-same-source';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';

/** One remote table as the data API offers it. */
export interface TableNode {
  readonly table: RemoteTable;
  /** Columns by GraphQL field name, in the order of the table. */
  readonly columns: ReadonlyMap<string, RemoteColumn>;
  /** Relationships by GraphQL field name. */
  readonly edges: ReadonlyMap<string, Edge>;
  /** Array relationships by the field that aggregates their rows, e.g. `ordersAggregate`. */
  readonly summaries: ReadonlyMap<string, Edge>;
}

/** The tables and edges of one moment. */
export interface DataModel {
  readonly tables: readonly RemoteTable[];
  /**
   * A table with its edges, made when it is first asked for. Undefined for a table that is not
   * offered.
   */
  node(tableId: string): TableNode | undefined;
}

export function buildDataModel(snapshot: RegistrySnapshot): DataModel {
  const tables = snapshot.exposedTables;
  const offered = new Map(tables.map((table) => [table.id, table]));
  const nodes = new Map<string, TableNode>();
  return {
    tables,
    node: (tableId) => {
      const known = nodes.get(tableId);
      const table = offered.get(tableId);
      if (known !== undefined || table === undefined) return known;
      const node = tableNode(table, snapshot);
      nodes.set(tableId, node);
      return node;
    },
  };
}

function tableNode(table: RemoteTable, snapshot: RegistrySnapshot): TableNode {
  const edges = new Map<string, Edge>();
  for (const relationship of snapshot.relationshipsFrom(table.id)) {
    const to = snapshot.remoteTable(relationship.toTableId);
    if (to === undefined) throw new Error(`relationship ${relationship.id} leads nowhere`);
    const columns = relationship.columns.map(({ castTo, ...pair }) => ({
      from: columnOf(table, pair.from),
      to: columnOf(to, pair.to),
      ...(castTo ? { castTo } : {}),
    }));
    const crosses = !isSameSource(table, to) || columns.some((pair) => pair.castTo !== undefined);
    edges.set(relationship.name, {
      name: relationship.name,
      kind: relationship.kind,
      to,
      columns,
      crosses,
    });
  }
  const columns = new Map(table.columns.map((column) => [column.fieldName, column]));
  return { table, columns, edges, summaries: summariesOf(columns, edges) };
}

/**
 * Array relationships by the names of their aggregate fields, none of which is the name of a column
 * or a relationship.
 */
function summariesOf(
  columns: ReadonlyMap<string, unknown>,
  edges: ReadonlyMap<string, Edge>,
): ReadonlyMap<string, Edge> {
  const summaries = new Map<string, Edge>();
  for (const [name, edge] of edges) {
    if (edge.kind === 'ARRAY')
      summaries.set(
        firstFree(
          `${name}Aggregate`,
          (candidate) =>
            !columns.has(candidate) && !edges.has(candidate) && !summaries.has(candidate),
        ),
        edge,
      );
  }
  return summaries;
}

function columnOf(table: RemoteTable, name: string): RemoteColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`table ${table.id} has no column of the relationship`);
  return column;
}

/** The name of a table in its service, as descriptions show it. */
export function remoteNameOf({ table: { remote } }: Pick<TableNode, 'table'>): string {
  return `\`${remote.schema}.${remote.table}\``;
}

/** @throws Error where the table is not offered */
export function nodeOf(tableId: string, model: DataModel): TableNode {
  const node = model.node(tableId);
  if (node === undefined) throw new Error(`no table ${tableId}`);
  return node;
}
