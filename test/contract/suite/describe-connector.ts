import { toCredentials } from '../../../resolvers/to-credentials';
import { CONNECTORS } from '../../../src/connectors/list';
import { SUPPORT_MATRIX } from '../../../src/connectors/support-matrix';
import { Secret } from '../../../src/util/secret';
import { withServer } from '../../helpers/sources/with-server';
import { thrownBy } from '../../helpers/thrown-by';
import { CAPABILITIES, type ContractService, type ContractTerms } from './contract-terms';

/** Longer than any refusal needs, and what a server that never answers is given. */
const CHECK_TIMEOUT_MS = 4_000;
/** What a deadline may be late by on a busy machine. */
const SLACK_MS = 5_000;

/** The connector by itself: addresses, capabilities, the entries of the named collection. */
export function describeConnector({
  connector,
  member,
  address,
  catalog,
  capabilities,
}: ContractTerms): void {
  test('is in the list and the support matrix, with the capabilities that the matrix needs', () => {
    expect(CONNECTORS.get(connector.identity.type)).toBe(connector);
    const row = SUPPORT_MATRIX.find(({ serviceType }) => serviceType === connector.identity.type);
    expect(row?.dataSource).toBe(true);
    expect(connector.catalog.kind).toBe(catalog);
    const present = Object.entries(CAPABILITIES).filter(
      ([, part]) => part(connector) !== undefined,
    );
    expect(present.map(([capability]) => capability)).toEqual([...capabilities].toSorted());
  });

  test('completes an address with defaults, and prints it', () => {
    const { input, parsed, rendered, hosts } = address.completed;
    const completed = connector.address.parse(input);
    expect(completed).toEqual(parsed);
    expect([connector.address.render(completed), connector.access.hostsOf(completed)]).toEqual([
      rendered,
      hosts,
    ]);
    // What was parsed once is an address, and stays the same: it is kept in the registry.
    expect(
      connector.address.parse(JSON.parse(JSON.stringify(completed)) as Record<string, unknown>),
    ).toEqual(completed);
  });

  test.each(
    address.refused.map(([field, input]) => [field, JSON.stringify(input), input] as const),
  )('names the field %s of the address %s', (field, _text, input) => {
    const error = thrownBy(() => connector.address.parse(input));
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.message).toContain(`${member}: ${field} `);
  });
}

/** What the connector does with the real service, without a gateway. */
export function describeNativeAccess(
  { connector, overridable }: ContractTerms,
  service: () => ContractService,
): void {
  const given = () => toCredentials(service().credentials) ?? {};
  const check = (address: Readonly<Record<string, unknown>>, credentials = given()) =>
    connector.access.check(connector.address.parse(address), credentials, CHECK_TIMEOUT_MS);

  test('a check answers the version', async () => {
    const answer = await check(service().address(service().port));
    expect(answer).toMatchObject({ ok: true });
    // Null where the service tells none.
    expect(answer.ok && answer.serverVersion).not.toBe('');
    expect(answer.latencyMs).toBeGreaterThan(0);
  });

  test('a check tells each refusal that the service can give, and no secret', async () => {
    for (const { refusal, address = service().address(service().port), credentials } of service()
      .refusals) {
      const answer = await check(
        address,
        credentials === undefined ? given() : (toCredentials(credentials) ?? {}),
      );
      expect(answer).toMatchObject({ ok: false, refusal });
      expect(JSON.stringify(answer)).not.toMatch(
        new RegExp(
          secretsOf([service().credentials, credentials])
            .map((secret) => escapePattern(JSON.stringify(secret).slice(1, -1)))
            .join('|') || '(?!)',
        ),
      );
    }
  });

  test('a check tells UNREACHABLE in time: nothing listens, is silent, or hangs up', async () => {
    expect(await check(service().address(1))).toMatchObject({ ok: false, refusal: 'UNREACHABLE' });
    for (const answer of [null, '']) {
      await withServer(answer, async (port) => {
        const startedAt = Date.now();
        expect(await check(service().address(port))).toMatchObject({
          ok: false,
          refusal: 'UNREACHABLE',
        });
        expect(Date.now() - startedAt).toBeLessThan(CHECK_TIMEOUT_MS + SLACK_MS);
      });
    }
  });

  test('the named collection keeps secrets; a query overrides what leads nowhere else', () => {
    const address = connector.address.parse(service().address(service().port));
    const entries = connector.storage.collectionEntries(address, given());
    expect(
      entries
        .filter((entry) => entry.overridable)
        .map((entry) => entry.key)
        .toSorted(),
    ).toEqual([...overridable].toSorted());
    const secrets = secretsOf([service().credentials]);
    for (const secret of secrets)
      expect(
        entries.filter(({ value }) => value instanceof Secret && value.reveal().includes(secret)),
      ).toMatchObject([{ overridable: false }]);
    for (const { value } of entries)
      if (typeof value === 'string')
        expect(secrets.filter((secret) => value.includes(secret))).toEqual([]);
    expect(
      secrets.filter((secret) =>
        JSON.stringify(entries).includes(JSON.stringify(secret).slice(1, -1)),
      ),
    ).toEqual([]);
    const moving = connector.storage.addressEntries?.(address) ?? [];
    for (const { key, value, overridable: isOverridable } of moving)
      expect(entries).toContainEqual({ key, value, overridable: isOverridable });
  });
}

const SECRET_FIELDS = [
  'password',
  'secretAccessKey',
  'accountKey',
  'connectionString',
  'sslClientKey',
] as const;

/** The secret values of API credentials. */
export function secretsOf(
  credentials: readonly (Readonly<Record<string, string>> | null | undefined)[],
): readonly string[] {
  return [
    ...new Set(
      credentials.flatMap((each) => SECRET_FIELDS.flatMap((field) => each?.[field] ?? [])),
    ),
  ];
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
