import { createHash } from 'node:crypto';
import { firstFree, relationshipFields, toCamelCase, toPascalCase } from '../model/graphql-names';
import { hasUniqueKey } from '../model/has-unique-key';
import type {
  ForeignKey,
  Relationship,
  RelationshipKind,
  RemoteTable,
} from '../model/remote-table';

/**
 * Derives relationships from the foreign keys of exposed tables, in both directions. A foreign key
 * counts when its columns are exposed and its target is an exposed table of the same service and
 * remote database.
 *
 * A relationship gets its name when the younger of its two tables comes up. So names that exist
 * stay when tables are added.
 * @param tables oldest first
 * @param declared relationships whose names are taken
 */
export function discoverRelationships(
  tables: readonly RemoteTable[],
  declared: readonly Relationship[] = [],
): readonly Relationship[] {
  const names = new RelationshipNames(declared);
  const exposed = new Map<string, RemoteTable[]>();
  const waiting = new Map<string, ForeignKeyOfTable[]>();
  const found: Relationship[] = [];

  for (const table of tables) {
    const place = placeOf(table, table.remote.schema, table.remote.table);
    append(exposed, place, table);
    const unbound = waiting.get(place) ?? [];
    const candidates = [...unbound, ...ownForeignKeys(table)];
    const left: ForeignKeyOfTable[] = [];
    for (const candidate of candidates) {
      const { source, key } = candidate;
      const target = chooseTarget(
        candidate,
        exposed.get(placeOf(source, key.toSchema, key.toTable)) ?? [],
      );
      if (target === undefined) left.push(candidate);
      else found.push(...bothDirections(candidate, target, names));
    }
    waiting.delete(place);
    for (const candidate of left)
      append(
        waiting,
        placeOf(candidate.source, candidate.key.toSchema, candidate.key.toTable),
        candidate,
      );
  }
  return found;
}

interface ForeignKeyOfTable {
  readonly source: RemoteTable;
  readonly key: ForeignKey;
}

/**
 * The foreign keys of a table whose columns are all exposed. Two constraints over the same columns
 * and target count as one.
 */
function ownForeignKeys(source: RemoteTable): readonly ForeignKeyOfTable[] {
  const seen = new Set<string>();
  return source.foreignKeys
    .filter((key) => {
      const identity = JSON.stringify([key.columns, key.toSchema, key.toTable, key.toColumns]);
      const isNew = !seen.has(identity);
      seen.add(identity);
      return (
        isNew && key.columns.length === key.toColumns.length && hasColumns(source, key.columns)
      );
    })
    .map((key) => ({ source, key }));
}

/**
 * The table that a foreign key leads to, of the tables that expose its target. Several integrations
 * may expose it: the source's own integration is preferred, and then the oldest table.
 */
function chooseTarget(
  { source, key }: ForeignKeyOfTable,
  exposures: readonly RemoteTable[],
): RemoteTable | undefined {
  const usable = exposures.filter((table) => hasColumns(table, key.toColumns));
  return usable.find((table) => table.integrationId === source.integrationId) ?? usable[0];
}

function bothDirections(
  { source, key }: ForeignKeyOfTable,
  target: RemoteTable,
  names: RelationshipNames,
): readonly Relationship[] {
  const pairs = key.columns.map((column, index) => ({
    from: column,
    to: key.toColumns[index] ?? '',
  }));
  const reverse: RelationshipKind = hasUniqueKey(source, new Set(key.columns)) ? 'OBJECT' : 'ARRAY';
  const forwardName = names.allocate(source, objectName(key), 'OBJECT', key);
  const reverseName = names.allocate(
    target,
    toCamelCase(source.remote.table) ?? source.fieldName,
    reverse,
    key,
  );
  const mirrored = pairs.map(({ from, to }) => ({ from: to, to: from }));
  return [
    discovered(source, target, { name: forwardName, kind: 'OBJECT', columns: pairs }),
    discovered(target, source, { name: reverseName, kind: reverse, columns: mirrored }),
  ];
}

function discovered(
  from: RemoteTable,
  to: RemoteTable,
  { name, kind, columns }: Pick<Relationship, 'name' | 'kind' | 'columns'>,
): Relationship {
  // The kind tells the two directions apart when a table refers to itself.
  const parts = JSON.stringify([from.id, to.id, kind, columns.map((pair) => [pair.from, pair.to])]);
  const id = createHash('sha256').update(parts).digest('hex').slice(0, 32);
  return { id, name, kind, fromTableId: from.id, toTableId: to.id, columns, discovered: true };
}

/**
 * The name of the related object: `customer_id` -> `customer`. The target's table gives the name
 * when the key has several columns, when its column is called just `id`, and when the column has no
 * such ending, because then the column's own field has the name.
 */
function objectName(key: ForeignKey): string {
  const column = key.columns.length === 1 ? (key.columns[0] ?? '') : '';
  const stem = column.replace(/(_id|_fk)$/i, '').replace(/(?<=[a-z0-9])(Id|ID)$/, '');
  const isTelling = stem !== column && !/^id$/i.test(stem);
  return (isTelling ? toCamelCase(stem) : null) ?? toCamelCase(key.toTable) ?? 'related';
}

function hasColumns(table: RemoteTable, names: readonly string[]): boolean {
  return (
    names.length > 0 && names.every((name) => table.columns.some((column) => column.name === name))
  );
}

/** Gives names to relationships that no other field of their table's type has. */
class RelationshipNames {
  /** The fields that relationships have taken, by the id of the table. */
  readonly #takenByTable = new Map<string, Set<string>>();

  constructor(declared: readonly Relationship[]) {
    for (const { fromTableId, name, kind } of declared)
      this.#take(fromTableId, relationshipFields(name, kind));
  }

  /**
   * Takes the name, or a longer one, where a field of the table has it, that tells the key's
   * columns.
   */
  allocate(table: RemoteTable, name: string, kind: RelationshipKind, key: ForeignKey): string {
    const taken = this.#takenByTable.get(table.id);
    const isTaken = (field: string): boolean =>
      taken?.has(field) === true || table.columns.some(({ fieldName }) => fieldName === field);
    const isFree = (candidate: string): boolean =>
      !relationshipFields(candidate, kind).some(isTaken);
    const longName = (): string =>
      `${name}By${key.columns.map((column) => toPascalCase(column) ?? '').join('')}`;
    const chosen = isFree(name) ? name : firstFree(longName(), isFree);
    this.#take(table.id, relationshipFields(chosen, kind));
    return chosen;
  }

  #take(tableId: string, names: readonly string[]): void {
    const taken = this.#takenByTable.get(tableId) ?? new Set<string>();
    for (const name of names) taken.add(name);
    this.#takenByTable.set(tableId, taken);
  }
}

/** What tells tables of all services apart, whoever exposes them. */
function placeOf(table: RemoteTable, schema: string, name: string): string {
  return JSON.stringify([table.serviceId, table.remote.database, schema, name]);
}

function append<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
