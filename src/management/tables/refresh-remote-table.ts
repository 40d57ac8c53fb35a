import { putIntegration, putRemoteTable } from '../../registry/registry-change';
import { allocateColumnNames, firstFree, relationshipFields } from '../../model/graphql-names';
import type { DescribedTable, RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { openCatalog } from '../catalog/open-catalog';
import { assertRunning } from '../context/assert-running';
import { connectorOf, requireRemoteTable } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { replaceReaderTable } from '../objects/reader-table';
import { beginChange, endChange } from '../recovery/begin-change';
import { changeIntegration } from '../recovery/change-integration';
import { withRecovery } from '../recovery/change-service';
import { tableChanges } from './table-changes';

/**
 * Reads a table's columns, keys and estimates again, through ClickHouse. Columns that stay keep
 * their field names. What changed is kept in `changes`.
 *
 * @throws GatewayError NOT_FOUND when the service has the table no longer, INVALID_INPUT for
 * declared columns, INTEGRATION_PAUSED
 */
export async function refreshRemoteTable(
  context: ManagementContext,
  id: string,
): Promise<RemoteTable> {
  await context.registry.refresh();
  return changeIntegration(
    context,
    requireRemoteTable(context, id).integrationId,
    async ({ service, integration }) => {
      const table = requireRemoteTable(context, id);
      assertRunning(integration);
      if (table.columns.every((column) => column.remoteType === null))
        throw new GatewayError(
          'INVALID_INPUT',
          'The columns of this table were declared, not read from the service. Delete it and ' +
            'create it again with other columns.',
        );
      const described = await describeAgain(context, service, table);
      const refreshed: RemoteTable = {
        ...merge(table, described, declaredFields(context, table)),
        changes: tableChanges(table, described),
        refreshedAt: timestamp(context.now()),
      };

      await context.registry.write([
        putRemoteTable({ ...table, readerStale: true }),
        putIntegration(beginChange(context, integration)),
      ]);
      await withRecovery(context, service, async () => {
        await replaceReaderTable(context, refreshed);
        await context.registry.write([
          putRemoteTable(refreshed),
          putIntegration(endChange(integration)),
        ]);
      });
      return refreshed;
    },
  );
}

async function describeAgain(
  context: ManagementContext,
  service: Service,
  { remote }: RemoteTable,
): Promise<DescribedTable> {
  const connector = connectorOf(context, service);
  const catalog = await openCatalog(
    context,
    { service, connector, database: remote.database },
    null,
  );
  try {
    const tables = await catalog.describe({ ...remote, tables: [remote.table] });
    const described = tables.find((each) => each.remote.table === remote.table);
    if (described !== undefined && described.columns.length > 0) return described;
    throw new GatewayError(
      'NOT_FOUND',
      `The service "${service.name}" has no table "${remote.schema}"."${remote.table}" any ` +
        'more, or none of its columns may be read. Delete the remote table, or ask the ' +
        "service's owner.",
    );
  } finally {
    await catalog.close();
  }
}

/**
 * The record with a newer description. A key that the caller chose stays where the service has
 * none.
 */
function merge(
  table: RemoteTable,
  described: DescribedTable,
  reserved: readonly string[],
): RemoteTable {
  const has = (name: string): boolean => described.columns.some((column) => column.name === name);
  const kept =
    described.primaryKey.length === 0 && table.primaryKey.every(has)
      ? table.primaryKey
      : described.primaryKey;
  return {
    ...table,
    ...described,
    remote: table.remote,
    primaryKey: kept,
    columns: nameColumns(table, described, reserved),
  };
}

/** Fields that declared relationships have on the table's type: a new column gives way to them. */
function declaredFields(context: ManagementContext, table: RemoteTable): readonly string[] {
  const declared = context.registry
    .current()
    .declaredRelationships.filter(({ fromTableId }) => fromTableId === table.id);
  return declared.flatMap(({ name, kind }) => relationshipFields(name, kind));
}

function nameColumns(
  table: RemoteTable,
  described: DescribedTable,
  reserved: readonly string[],
): readonly RemoteColumn[] {
  const former = new Map(table.columns.map((column) => [column.name, column.fieldName]));
  const taken = new Set([
    ...reserved,
    ...described.columns.flatMap(({ name }) => former.get(name) ?? []),
  ]);
  const proposed = allocateColumnNames(described.columns);
  return described.columns.map((column, index) => {
    const fieldName =
      former.get(column.name) ?? firstFree(proposed[index] ?? '', (name) => !taken.has(name));
    taken.add(fieldName);
    return { ...column, fieldName };
  });
}
