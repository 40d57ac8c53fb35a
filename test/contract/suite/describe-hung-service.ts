import { eventually } from '../../helpers/eventually';
import type { Answer } from '../../helpers/gateway/start-test-gateway';
import type { WatchedGateway } from '../../helpers/gateway/start-watched-gateway';
import { startTcpProxy, type TcpProxy } from '../../helpers/sources/start-tcp-proxy';
import type { ContractService, ContractTerms } from './contract-terms';
import {
  createServiceOn,
  isListed,
  LIST_CATALOG,
  MODES,
  setUpOn,
  type SetUp,
} from './describe-life';

/** Longest statement of the gateway under test. */
export const QUERY_TIMEOUT_MS = 2_000;
/**
 * When any answer about a service that hangs must be there: the gateway's own limits, and patience
 * with the machine.
 */
const DEADLINE_MS = 15_000;
const TEST_STORED =
  'mutation ($service: String!) { testConnection(service: $service) { ok refusal } }';

/**
 * A service that falls silent answers for itself within the deadline, and no other service waits
 * for it.
 */
export function describeHungService(
  terms: ContractTerms,
  service: () => ContractService,
  gateway: () => WatchedGateway,
): void {
  let proxy: TcpProxy;
  let hung: SetUp;
  let well: SetUp;
  const read = ({ remoteTables }: SetUp): string =>
    `{ rows: ${remoteTables[0]?.fieldName ?? ''}(orderBy: ${service().table.orderBy}, ` +
    `limit: 1) { ${service().table.fields} } }`;

  beforeAll(async () => {
    if (service().canStandBehindProxy === false) return;
    proxy = await startTcpProxy(service().port);
    const mode = MODES.find((each) => service().modes[each] !== undefined) ?? 'MANAGED_CREDENTIALS';
    await createServiceOn(gateway(), terms, service(), 'well');
    await createServiceOn(gateway(), terms, service(), 'hung', proxy.port);
    well = await setUpOn(gateway(), mode, service(), 'well');
    hung = await setUpOn(gateway(), mode, service(), 'hung');
    for (const each of [well, hung])
      expect((await gateway().ask(read(each))).data).toEqual({
        rows: service().table.rows.slice(0, 1),
      });
  }, 60_000);

  afterAll(async () => {
    proxy?.speak();
    for (const name of ['well', 'hung'])
      await gateway().ask(
        'mutation ($name: String!) { deleteService(name: $name, force: true) { name } }',
        { name },
      );
    await proxy?.stop();
  }, 60_000);

  /** The answer, and that it came in time. */
  const inTime = async (task: Promise<Answer>): Promise<Answer> => {
    const startedAt = Date.now();
    const answer = await task;
    expect(Date.now() - startedAt).toBeLessThan(DEADLINE_MS);
    return answer;
  };

  test('its catalog, test and query answer in time, the other service at once', async () => {
    if (service().canStandBehindProxy === false) return;
    proxy.fallSilent();
    let isOver = false;
    const about = Promise.all([
      inTime(gateway().ask(LIST_CATALOG, { service: 'hung' })),
      inTime(gateway().ask(TEST_STORED, { service: 'hung' })),
      inTime(gateway().ask(read(hung))),
    ]).finally(() => {
      isOver = true;
    });
    for (let round = 0; round < 5; round += 1)
      expect((await gateway().ask(read(well))).data).toEqual({
        rows: service().table.rows.slice(0, 1),
      });
    if (isListed(terms))
      expect((await gateway().ask(LIST_CATALOG, { service: 'well' })).errors).toBeUndefined();
    // Whoever hangs was still waited for when the other had answered six times.
    expect(isOver).toBe(false);
    const [catalog, tested, rows] = await about;
    for (const { errors } of isListed(terms) ? [catalog, rows] : [rows]) {
      expect(errors?.map(({ extensions }) => extensions)).toMatchObject([
        {
          code: expect.stringMatching(/^SERVICE_(TIMEOUT|UNREACHABLE)$/) as string,
          category: 'EXTERNAL',
          retryable: true,
        },
      ]);
    }
    expect(tested.data).toEqual({ testConnection: { ok: false, refusal: 'UNREACHABLE' } });
  }, 60_000);

  test('it is paused, resumed when it speaks again, and answers as before', async () => {
    if (service().canStandBehindProxy === false) return;
    const paused = await inTime(
      gateway().ask('mutation ($id: ID!) { pauseIntegration(id: $id) { state } }', { id: hung.id }),
    );
    expect(paused.data).toEqual({ pauseIntegration: { state: 'PAUSED' } });
    proxy.speak();
    // Logins that were cut off reach the service now; a ClickHouse from the library is away for a
    // moment then, and the refusal is a retryable one.
    await eventually(() =>
      gateway().data('mutation ($id: ID!) { resumeIntegration(id: $id) { state } }', {
        id: hung.id,
      }),
    );
    expect((await gateway().ask(read(hung))).data).toEqual({
      rows: service().table.rows.slice(0, 1),
    });
  }, 60_000);
}
