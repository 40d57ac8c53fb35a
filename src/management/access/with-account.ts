import { putService } from '../../registry/registry-change';
import type { Connector } from '../../connectors/contract/connector';
import type {
  AccountScope,
  Credentials,
  GivenCredentials,
} from '../../connectors/contract/credentials';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { requireService } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { assertHostsAllowed } from './host-allow-list';
import { CATALOG_TIMEOUT_MS } from './reader-through-clickhouse';

interface Target {
  readonly service: Service;
  readonly connector: Connector;
  readonly scope: readonly AccountScope[];
}

type Task<T> = (credentials: Credentials | null, commit: () => void) => Promise<T>;

/**
 * Runs a task with the credentials given or, where an administrator's were given, with those of an
 * account made for it. The account's name is written down before it is made. When the task fails
 * before it calls `commit`, the account is dropped again; when it succeeds, the accounts that were
 * made before are.
 */
export async function withAccount<T>(
  context: ManagementContext,
  target: Target,
  given: GivenCredentials | null,
  task: Task<T>,
): Promise<T> {
  const { provision, ...credentials } = given ?? {};
  if (provision === undefined) return task(given === null ? null : credentials, () => undefined);
  assertAlone(credentials);
  const { service, connector, scope } = target;
  const { accounts } = connector.credentials;
  if (accounts === undefined) throw cannotProvision(context, service);
  assertHostsAllowed(context, service, connector);

  const administrator: Credentials = {
    username: provision.adminUsername,
    password: provision.adminPassword,
  };
  const timeoutMs = context.settings.connectTimeoutMs;
  const drop = (name: string): Promise<void> =>
    accounts.drop(service.address, administrator, { name, timeoutMs });
  const former = service.accounts ?? [];
  const name = accountName(service.name, context.newId(), accounts.maxNameLength);
  const statementTimeoutMs = Math.max(CATALOG_TIMEOUT_MS, context.settings.queryTimeoutMs ?? 0);
  let committed = false;
  await keepAccounts(context, service, [...former, name]);
  try {
    const made = await accounts.provision(service.address, administrator, {
      name,
      scope,
      statementTimeoutMs,
      timeoutMs,
    });
    const result = await task(made, () => {
      committed = true;
    });
    await keepAccounts(context, service, [...(await whatIsLeft(former, drop)), name]);
    return result;
  } catch (error) {
    // The name of an account that cannot be dropped stays in the record; the next account that is
    // made takes it along.
    if (!committed)
      await whatIsLeft([name], drop)
        .then((left) => keepAccounts(context, service, [...former, ...left]))
        .catch(() => undefined);
    throw error;
  }
}

/** A name that no other account has: `tributary_shop_1f2e3d4c`. */
function accountName(serviceName: string, id: string, maxLength: number): string {
  const [start, end] = ['tributary_', `_${id.slice(0, 8)}`];
  return (
    start + serviceName.replaceAll('-', '_').slice(0, maxLength - start.length - end.length) + end
  );
}

function cannotProvision(context: ManagementContext, { type }: Service): GatewayError {
  const supported = [...context.connectors.values()]
    .filter((connector) => connector.credentials.accounts !== undefined)
    .map((connector) => connector.identity.type);
  return new GatewayError(
    'INVALID_INPUT',
    `credentials.provision is not available for ${type} services. Available for: ` +
      `${supported.join(', ')}. Give an account of the service.`,
    {
      details: { supported },
    },
  );
}

/**
 * Runs a set-up as `withAccount` does. An account may only be made with the first integration of a
 * service.
 * @throws GatewayError INVALID_INPUT
 */
export async function withFirstAccount<T>(
  context: ManagementContext,
  target: Target,
  given: GivenCredentials | null,
  task: Task<T>,
): Promise<T> {
  const isFirst = context.registry.current().integrationsOf(target.service.id).length === 0;
  if (given?.provision !== undefined && !isFirst) {
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.provision: the service has credentials stored. Leave `credentials` out, ' +
        'or change them with rotateCredentials.',
    );
  }
  return withAccount(context, target, given, task);
}

/**
 * @throws GatewayError INVALID_INPUT when credentials of its own stand beside those of an
 * administrator
 */
export function assertAlone(beside: Credentials): void {
  if (Object.values(beside).every((value) => value === undefined)) return;
  throw new GatewayError(
    'INVALID_INPUT',
    'credentials.provision stands alone: leave the other credentials out, or leave out provision.',
  );
}

/** Drops accounts. @returns the names of those that could not be dropped */
async function whatIsLeft(
  names: readonly string[],
  drop: (name: string) => Promise<void>,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const name of names) await drop(name).catch(() => left.push(name));
  return left;
}

/**
 * Replaces the list of accounts in the record of a service, whose other members the task may have
 * changed.
 */
async function keepAccounts(
  context: ManagementContext,
  { name }: Service,
  accounts: readonly string[],
): Promise<void> {
  await context.registry.write([putService({ ...requireService(context, name), accounts })]);
}
