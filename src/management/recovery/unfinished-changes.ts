import { putService } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { dropProbe } from '../access/credential-probe';
import { collectionName } from '../context/collection-name';
import { connectorOf } from '../context/find-records';
import { ignoreClickHouseCodes } from '../context/ignore-clickhouse-codes';
import type { ManagementContext } from '../context/management-context';
import { alterCollections } from '../objects/feed-collections';
import { NAMED_COLLECTION_DOESNT_EXIST } from '../objects/named-collection';
import { finishChanges } from './finish-changes';
import { tearDown } from './tear-down';

/** The records of one service, in which a change is marked before anything is made for it. */
export interface ServiceRecords {
  readonly service: Service;
  readonly integrations: readonly Integration[];
}

/**
 * A kind of change that can be left unfinished: how its mark is found, and what is done about it.
 */
export interface UnfinishedKind {
  readonly kind: string;
  /**
   * UNDONE: nothing of it stays. FINISHED: the record says what was wanted, and ClickHouse follows.
   */
  readonly end: 'UNDONE' | 'FINISHED';
  readonly isMarked: (records: ServiceRecords) => boolean;
  /** Removes the mark last, so it may be repeated. The service itself need not answer. */
  readonly recover: (context: ManagementContext, records: ServiceRecords) => Promise<void>;
}

/**
 * Every change that a gateway may leave unfinished, in the order in which `recoverService` ends
 * them.
 */
export const UNFINISHED_KINDS: readonly UnfinishedKind[] = [
  {
    // updateService tries a new address in the named collections: the former one comes back.
    kind: 'ADDRESS_ON_TRIAL',
    end: 'UNDONE',
    isMarked: ({ service }) => service.nextAddress !== undefined,
    recover: restoreAddress,
  },
  {
    // New credentials are tried in a named collection of their own, which is dropped.
    kind: 'CREDENTIALS_ON_TRIAL',
    end: 'UNDONE',
    isMarked: ({ service }) => service.isProbing === true,
    recover: (context, { service }) => dropProbe(context, service),
  },
  {
    // setUpManagedCredentials or setUpManagedDatabases: all that was made is dropped, and the
    // record with it.
    kind: 'SET_UP',
    end: 'UNDONE',
    isMarked: (records) => inState(records, 'STARTING').length > 0,
    recover: (context, records) => tearDownAll(context, inState(records, 'STARTING')),
  },
  {
    // deleteIntegration or deleteService: the rest is dropped, and the record with it.
    kind: 'REMOVAL',
    end: 'FINISHED',
    isMarked: (records) => inState(records, 'REMOVING').length > 0,
    recover: (context, records) => tearDownAll(context, inState(records, 'REMOVING')),
  },
  {
    // Any other change of an integration or of its tables: ClickHouse is made what the record says
    // now.
    // Before the record was switched that undoes the change, afterwards it finishes it.
    kind: 'CHANGE_OF_OBJECTS',
    end: 'FINISHED',
    isMarked: (records) => changing(records).length > 0,
    recover: (context, records) => finishChanges(context, records.service, changing(records)),
  },
];

function inState(
  { integrations }: ServiceRecords,
  state: Integration['state'],
): readonly Integration[] {
  return integrations.filter((integration) => integration.state === state);
}

function changing({ integrations }: ServiceRecords): readonly Integration[] {
  return integrations.filter(({ unfinished }) => unfinished !== undefined);
}

async function tearDownAll(
  context: ManagementContext,
  integrations: readonly Integration[],
): Promise<void> {
  for (const integration of integrations) await tearDown(context, integration, { force: true });
}

/**
 * Puts the address that the record has into the named collections, and forgets the one that was
 * tried.
 */
async function restoreAddress(
  context: ManagementContext,
  { service }: ServiceRecords,
): Promise<void> {
  const { nextAddress: _nextAddress, ...former } = service;
  const entries = connectorOf(context, service).storage.addressEntries?.(service.address) ?? [];
  await ignoreClickHouseCodes([NAMED_COLLECTION_DOESNT_EXIST], () =>
    alterCollections(context, collectionName(service), entries),
  );
  await context.registry.write([putService(former)]);
}
