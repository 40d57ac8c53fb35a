import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Sql } from '../../../src/sql/sql';
import { startTestGateway } from '../../helpers/gateway/start-test-gateway';
import { makeTempDir } from '../../helpers/make-temp-dir';
import { startPostgresql } from '../../servers/postgresql-server';

/**
 * The commands of docs/guide/getting-started.md in their order, by a shell, as a reader pastes
 * them.
 */
const page = readFileSync(join(__dirname, '../../../docs/guide/getting-started.md'), 'utf8');
const blocks = [...page.matchAll(/^```bash\n(.*?)^```/gms)].map(([, block = '']) => block);
const statements = /<<'SQL'\n(.*?)\nSQL$/ms.exec(page)?.[1] ?? '';

interface Said {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: unknown;
}

test('getting started does what the page says', async () => {
  const [postgresql, gateway, folder] = await Promise.all([
    startPostgresql(),
    startTestGateway(),
    makeTempDir(),
  ]);
  try {
    const [database = '', tables = ''] = statements.split('\\c shop\n');
    await postgresql.execute(Sql.dangerouslyFromText(database));
    await postgresql.execute(Sql.dangerouslyFromText(tables), 'shop');
    await symlink(gateway.dataDir, join(folder.path, '.tributary'));
    const script = blocks
      .filter((block) => !block.startsWith('psql'))
      .join('\n')
      .replaceAll('5432', String(postgresql.port))
      .replaceAll('http://127.0.0.1:4000', gateway.url);
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder.path });
    const answers = stdout.split(/^(?=\{$)/m).map((text) => JSON.parse(text) as Said);
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(answers.map(({ data }) => Object.keys(data ?? {})[0])).toEqual([
      'createService',
      'testConnection',
      'setUpManagedDatabases',
      'shopCustomer',
      'setUpManagedCredentials',
      'shopPeopleByPk',
      'services',
      'deleteService',
    ]);
    expect(answers[1]?.data).toMatchObject({
      testConnection: { refusal: 'AUTHENTICATION_FAILED' },
    });
    expect(answers[3]?.data).toEqual({
      shopCustomer: [
        { name: 'Kenji', city: null, orders: [] },
        { name: 'Noor', city: 'Paris', orders: [{ placed: '2026-04-02', amount: '45.50' }] },
      ],
    });
  } finally {
    await Promise.all([gateway.stop(), postgresql.remove()]);
    await folder.remove();
  }
}, 90_000);
