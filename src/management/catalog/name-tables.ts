import {
  allocateColumnNames,
  allocateTableNames,
  areFree,
  derivedNames,
  isGraphqlName,
  SHARED_DATA_NAMES,
  tableNames,
  type TableNames,
} from '../../model/graphql-names';
import type { Integration } from '../../model/integration';
import type { DescribedTable, RemoteTable } from '../../model/remote-table';
import type { TopicFeed } from '../../model/topic-feed';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext, ServiceTarget } from '../context/management-context';
import { timestamp } from '../context/timestamp';

/** A table that is to be exposed, and where ClickHouse will see it. */
export interface PlacedTable {
  readonly described: DescribedTable;
  readonly database: string;
  readonly name: string;
  readonly reader: RemoteTable['reader'];
  /** The root field that the caller wants; null lets the gateway choose. */
  readonly fieldName: string | null;
  /** What the chosen root field is made of, after the service's name. */
  readonly namedAfter: string;
  /** What fills the table. Absent: its rows are read from the service. */
  readonly feed?: TopicFeed;
  /**
   * The engine that keeps the rows of a feed. Absent: the connector's, which reads them from the
   * service.
   */
  readonly engine?: string;
}

/** What tables that are named belong to. */
export interface TableOwner extends ServiceTarget {
  readonly integration: Integration;
}

/**
 * Gives tables their ids and their names in the data API. Runs inside `context.naming`, until the
 * records are kept.
 * @throws GatewayError INVALID_INPUT for a root field that is no GraphQL name or is taken
 */
export function nameTables(
  context: ManagementContext,
  owner: TableOwner,
  placed: readonly PlacedTable[],
): readonly RemoteTable[] {
  const taken = takenNames(context);
  const reserved = reservedNames(context);
  const now = context.now();
  return placed.map((table, index) => {
    const names = chooseNames(owner, table, index + 1, { taken, reserved });
    for (const name of derivedNames(names)) taken.add(name);
    const fieldNames = allocateColumnNames(table.described.columns);
    return {
      ...table.described,
      ...names,
      id: context.newId(),
      serviceId: owner.service.id,
      integrationId: owner.integration.id,
      database: table.database,
      name: table.name,
      engine: table.engine ?? owner.connector.identity.engine,
      ...(table.feed === undefined ? {} : { feed: table.feed }),
      reader: table.reader,
      columns: table.described.columns.map((column, position) => ({
        ...column,
        fieldName: fieldNames[position] ?? '',
      })),
      createdAt: timestamp(now, index),
    };
  });
}

/** Names of the GraphQL schema: all that are taken, and those that no table may have. */
interface UsedNames {
  readonly taken: ReadonlySet<string>;
  readonly reserved: ReadonlySet<string>;
}

function chooseNames(
  { service, connector }: ServiceTarget,
  table: PlacedTable,
  position: number,
  { taken, reserved }: UsedNames,
): TableNames {
  if (table.fieldName === null) {
    const { schema } = table.described.remote;
    const isDefault = schema === connector.identity.defaultSchema(service.address);
    return allocateTableNames({
      serviceName: service.name,
      schema: isDefault ? '' : schema,
      table: table.namedAfter,
      position,
      taken,
    });
  }
  if (!isGraphqlName(table.fieldName)) {
    throw new GatewayError(
      'INVALID_INPUT',
      'fieldName must be a GraphQL name: letters, digits and underscores, not starting with ' +
        'a digit or with two underscores.',
    );
  }
  const names = tableNames(table.fieldName);
  if (!areFree(names, reserved))
    throw new GatewayError(
      'RESERVED_NAME',
      `fieldName "${table.fieldName}", or a name made from it, belongs to the management API.`,
    );
  if (!areFree(names, taken))
    throw new GatewayError(
      'INVALID_INPUT',
      `fieldName "${table.fieldName}", or a name made from it such as ` +
        `"${table.fieldName}ByPk", is taken in the GraphQL schema.`,
    );
  return names;
}

function takenNames(context: ManagementContext): Set<string> {
  const tables = context.registry.current().remoteTables;
  return new Set([...reservedNames(context), ...tables.flatMap(derivedNames)]);
}

function reservedNames(context: ManagementContext): ReadonlySet<string> {
  return new Set([...context.reservedNames, ...SHARED_DATA_NAMES]);
}
