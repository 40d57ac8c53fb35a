import type { Integration, UnfinishedChange } from '../../model/integration';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';

const NOTHING: UnfinishedChange = { rebuild: false, databases: [], grants: [] };

/** The record with a change written down that begins now. */
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

/** The record without the change that was written down. */
export function endChange(integration: Integration): Integration {
  const { unfinished: _unfinished, ...settled } = integration;
  return settled;
}
