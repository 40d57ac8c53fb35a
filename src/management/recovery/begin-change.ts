import type { Integration, UnfinishedChange } from '../../model/integration';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';

const NOTHING: UnfinishedChange = { rebuild: false, databases: [], grants: [] };

/** The record with the mark of a change that begins now, over marks that it has already. */
export function beginChange(
  context: Pick<ManagementContext, 'now'>,
  integration: Integration,
  change: Partial<UnfinishedChange> = {},
): Integration {
  return {
    ...integration,
    unfinished: { ...NOTHING, ...integration.unfinished, ...change },
    updatedAt: timestamp(context.now()),
  };
}

/** The record without the mark. */
export function endChange(integration: Integration): Integration {
  const { unfinished: _unfinished, ...finished } = integration;
  return finished;
}
