import { GatewayError } from '../errors/gateway-error';
import type { Predicate, RowSet, Selected } from '../model/query';
import type { RemoteTable } from '../model/remote-table';
import type { RegistrySnapshot } from '../registry/snapshot';

/** @throws GatewayError INTEGRATION_PAUSED when any table that a request reads belongs to a paused integration */
export function assertNotPaused(rows: RowSet, snapshot: RegistrySnapshot): void {
  for (const table of tablesOf(rows)) {
    if (snapshot.integration(table.integrationId)?.state !== 'PAUSED') continue;
    const service = snapshot.service(table.serviceId)?.name ?? '';
    throw new GatewayError('INTEGRATION_PAUSED', `The integration of \`${table.fieldName}\` is paused, so the service "${service}" was not asked. Resume it with resumeIntegration.`, {
      details: { service, integration: table.integrationId },
    });
  }
}

function tablesOf(rows: RowSet): readonly RemoteTable[] {
  return [rows.table, ...rows.fields.flatMap(tablesOfField), ...(rows.where === null ? [] : tablesOfPredicate(rows.where))];
}

function tablesOfField(field: Selected): readonly RemoteTable[] {
  if (field.kind === 'list') return tablesOf(field.rows);
  return field.kind === 'object' ? [field.edge.to, ...field.fields.flatMap(tablesOfField)] : [];
}

function tablesOfPredicate(predicate: Predicate): readonly RemoteTable[] {
  if (predicate.kind === 'and' || predicate.kind === 'or') return predicate.operands.flatMap(tablesOfPredicate);
  if (predicate.kind === 'not') return tablesOfPredicate(predicate.operand);
  if (predicate.kind !== 'related') return [];
  return [predicate.edge.to, ...(predicate.where === null ? [] : tablesOfPredicate(predicate.where))];
}
