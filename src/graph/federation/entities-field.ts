import { GraphQLList, GraphQLNonNull, type GraphQLUnionType } from 'graphql';
import type { DataModel, TableNode } from '../model/data-model';
import { GatewayError } from '../../errors/gateway-error';
import { RAW_JSON, type DataField, type FieldCall } from '../fields/data-field';
import type { SelectionScope } from '../request/selection-scope';
import { EntityReader } from './entity-reader';
import { ANY } from './entity-types';
import type { EntityRows } from './read-entity-rows';
import { toEntityKey, type EntityKey } from './to-entity-key';

export interface EntitiesOptions {
  readonly model: DataModel;
  readonly entity: GraphQLUnionType;
  readonly selection: (call: FieldCall) => SelectionScope;
  /** Keys that are sent to a service as literals, at most. */
  readonly maxKeys: number;
}

/**
 * The field `_entities`: rows by their keys, as a router asks for them. The rows of one type are
 * one statement, whatever their number.
 */
export function entitiesField({ model, entity, selection, maxKeys }: EntitiesOptions): DataField {
  const tables = new Map(model.tables.map((table) => [table.typeName, table.id]));
  const findNode = (typeName: string): TableNode | undefined =>
    model.node(tables.get(typeName) ?? '');
  const reader = new EntityReader(selection, maxKeys);
  return {
    name: '_entities',
    type: new GraphQLNonNull(new GraphQLList(entity)),
    executionType: new GraphQLNonNull(new GraphQLList(RAW_JSON)),
    description:
      'For routers of Apollo Federation: the rows that the representations stand for, in ' +
      'their order; null for each that there is none of.',
    args: {
      representations: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(ANY))),
        description: 'Each with its `__typename` and the fields of a key.',
      },
    },
    answer: async (args, call) => {
      const representations = args['representations'] as readonly unknown[];
      assertNotTooMany(representations.length, maxKeys);
      const keys = representations.map((each) => orError(() => toEntityKey(each, findNode)));
      const found = await readEach(
        keys.filter((key): key is EntityKey => !(key instanceof GatewayError)),
        call,
        reader,
      );
      return asOneFailure(
        keys.map((key) => (key instanceof GatewayError ? key : rowOf(key, found.get(key.node)))),
      );
    },
  };
}

function assertNotTooMany(count: number, maxKeys: number): void {
  if (count <= maxKeys) return;
  const setting = 'TRIBUTARY_MAX_JOIN_KEYS';
  throw new GatewayError(
    'QUERY_TOO_COSTLY',
    `\`representations\` has ${count} entries; ${setting} allows ${maxKeys}. Send several ` +
      'operations, or raise the setting.',
    { details: { setting } },
  );
}

function orError<T>(make: () => T): T | GatewayError {
  try {
    return make();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}

/** Reads all types at the same time. A service that does not answer breaks its own rows only. */
async function readEach(
  keys: readonly EntityKey[],
  call: FieldCall,
  reader: EntityReader,
): Promise<ReadonlyMap<TableNode, EntityRows | Error>> {
  const byNode = new Map<TableNode, EntityKey[]>();
  for (const key of keys) {
    const all = byNode.get(key.node);
    if (all === undefined) byNode.set(key.node, [key]);
    else all.push(key);
  }
  return new Map(
    await Promise.all(
      [...byNode].map(async ([node, all]): Promise<[TableNode, EntityRows | Error]> => [
        node,
        await reader.read(node, all, call).catch((error: unknown) => error as Error),
      ]),
    ),
  );
}

function rowOf(key: EntityKey, rows: EntityRows | Error | undefined): unknown {
  return rows instanceof Error ? rows : (rows?.get(key.text) ?? null);
}

/** Throws the error that all items are: what failed as one is one error, not one for each row. */
function asOneFailure(items: readonly unknown[]): readonly unknown[] {
  const [first] = items;
  if (first instanceof Error && items.every((item) => item === first)) throw first;
  return items;
}
