import { createHash } from 'node:crypto';
import { createEngineFolder, type EngineFolder } from '../../src/clickhouse/embedded/engine-files';
import { PG_SERVICE } from '../../src/clickhouse/embedded/render-config';
import { writePrivateFile } from '../../src/util/write-private-file';

/**
 * A user of the server. Users are declared in its files: `clickhouse local` keeps none that SQL
 * makes.
 */
export interface ClickhouseAccount {
  readonly username: string;
  readonly password: string;
  /** e.g. `GRANT SELECT ON shop.*`; left out: everything. */
  readonly grants?: readonly string[];
  /** Settings of its sessions, e.g. `{ readonly: '1', session_timezone: 'Asia/Kathmandu' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface ClickhouseFileOptions {
  readonly accounts: readonly ClickhouseAccount[];
  readonly httpPort: number;
  readonly tcpPort: number;
  readonly logStatements: boolean;
  /** PEM, the only authority that it trusts as a client. */
  readonly trustedCertificate: string | null;
}

const TRUSTED_FILE = 'trusted.pem';

/** Writes config.xml and users.xml of a server whose data is below `folder`. */
export async function writeClickhouseFiles(
  folder: string,
  options: ClickhouseFileOptions,
): Promise<EngineFolder> {
  const files = await createEngineFolder(folder);
  await writePrivateFile(files.configFile, renderConfig(options));
  if (options.trustedCertificate !== null)
    await writePrivateFile(`${files.root}/${TRUSTED_FILE}`, options.trustedCertificate);
  await writePrivateFile(files.usersFile, renderUsers(options.accounts));
  // libpq does not connect without the file that the engine's environment names.
  await writePrivateFile(files.pgServiceFile, PG_SERVICE);
  return files;
}

function renderConfig({
  httpPort,
  tcpPort,
  logStatements,
  trustedCertificate,
}: ClickhouseFileOptions): string {
  // Every statement is in the log with level debug, and the end of the server always.
  const level = logStatements ? 'debug' : 'fatal';
  const trusted =
    trustedCertificate === null
      ? ''
      : `<openSSL><client>
  <loadDefaultCAFile>false</loadDefaultCAFile><caConfig>${TRUSTED_FILE}</caConfig>
</client></openSSL>`;
  return `<clickhouse>
<users_config>users.xml</users_config><timezone>UTC</timezone><listen_host>127.0.0.1</listen_host>
<http_port>${httpPort}</http_port><tcp_port>${tcpPort}</tcp_port>
<logger><console>true</console><level>${level}</level></logger>${trusted}
</clickhouse>
`;
}

/** `default` is the session of `clickhouse local` itself, which opens the listeners. */
function renderUsers(accounts: readonly ClickhouseAccount[]): string {
  const listener = `<default>
<password></password><networks><ip>::1</ip></networks>
<profile>default</profile><quota>default</quota>
<grants>
  <query>GRANT SYSTEM LISTEN ON *.*</query><query>GRANT SELECT ON system.numbers</query>
</grants>
</default>`;
  const profiles = accounts.map(
    ({ settings = {} }, index) =>
      `<profile_${index}>${Object.entries(settings)
        .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
        .join('')}</profile_${index}>`,
  );
  return `<clickhouse>
<profiles><default/>${profiles.join('')}</profiles><quotas><default/></quotas>
<users>${[listener, ...accounts.map(renderUser)].join('\n')}</users>
</clickhouse>
`;
}

function renderUser({ username, password, grants }: ClickhouseAccount, index: number): string {
  const hash = createHash('sha256').update(password).digest('hex');
  const granted =
    grants === undefined
      ? '<access_management>1</access_management>' +
        '<named_collection_control>1</named_collection_control>'
      : `<grants>${grants.map((grant) => `<query>${escapeXml(grant)}</query>`).join('')}</grants>`;
  return `<${username}>
<password_sha256_hex>${hash}</password_sha256_hex><networks><ip>127.0.0.1</ip></networks>
<profile>profile_${index}</profile><quota>default</quota>${granted}
</${username}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
