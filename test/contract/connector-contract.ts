import { findSecrets, secretForms } from '../helpers/gateway/secret-forms';
import { startWatchedGateway, type WatchedGateway } from '../helpers/gateway/start-watched-gateway';
import type { ContractService, ContractTerms } from './suite/contract-terms';
import { describeConnector, describeNativeAccess, secretsOf } from './suite/describe-connector';
import { describeHungService, QUERY_TIMEOUT_MS } from './suite/describe-hung-service';
import { describeLife, MODES } from './suite/describe-life';

/**
 * What every connector must do, against its real service and through a real gateway. A new
 * connector is a file of terms beside this one; see docs/adding-a-connector.md.
 */
export function connectorContract(terms: ContractTerms): void {
  let service: ContractService;
  let gateway: WatchedGateway;
  /** What came before is the test's own: the statements that made the accounts. */
  let loggedAtStart = 0;
  const theService = () => service;
  const theGateway = () => gateway;

  describe('the connector', () => describeConnector(terms));

  describe('with the real service', () => {
    beforeAll(async () => {
      const env = {
        TRIBUTARY_QUERY_TIMEOUT_MS: String(QUERY_TIMEOUT_MS),
        TRIBUTARY_HEALTH_INTERVAL_MS: '100',
      };
      [service, gateway] = await Promise.all([terms.start(), startWatchedGateway(env)]);
      loggedAtStart = (await service.readLog?.())?.length ?? 0;
    }, 120_000);

    afterAll(async () => {
      await gateway?.stop();
      await service?.remove();
    }, 60_000);

    describeNativeAccess(terms, theService);
    describe.each(MODES)('%s through a gateway', (mode) =>
      describeLife(terms, mode, theService, theGateway),
    );
    describe('that hangs', () => describeHungService(terms, theService, theGateway));

    test('no secret is in an answer, a log, a process list or a system table', async () => {
      const { administrator } = service;
      const given = secretsOf([
        service.credentials,
        service.nextCredentials,
        ...service.refusals.map(({ credentials }) => credentials),
        ...(administrator === undefined ? [] : [{ password: administrator.adminPassword }]),
      ]);
      const secrets = new Map(given.map((secret) => [secret, secretForms(secret, coreOf(secret))]));
      expect(await gateway.findSecrets(secrets)).toEqual([]);
      expect(findSecrets((await service.readLog?.())?.slice(loggedAtStart) ?? '', secrets)).toEqual(
        [],
      );
    });
  });
}

/** The longest part that survives every way of escaping. */
function coreOf(secret: string): string {
  return secret.split(/[^A-Za-z0-9]+/).toSorted((a, b) => b.length - a.length)[0] ?? secret;
}
