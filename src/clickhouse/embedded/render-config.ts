/** The header without whose right value the server answers an HTTP request with 404. */
export const DOOR_HEADER = 'x-tributary-door';

interface ConfigValues {
  readonly door: string;
  readonly httpPort: number;
  readonly tcpPort?: number;
  readonly keyHex: string;
  readonly namedCollectionsPath: string;
}

/**
 * The text of config.xml. It has no <logger>, because with one the local server logs every query,
 * and at trace level. It has 16 threads for messages, because every Kafka table that has messages
 * holds one, and two tables would starve the others of the local server's default. It shuts HTTP
 * behind a header, because the user `default` must exist (see `renderUsers`) and could otherwise
 * say SELECT 1.
 */
export function renderConfig(values: ConfigValues): string {
  const tcpPort = values.tcpPort === undefined ? '' : `<tcp_port>${values.tcpPort}</tcp_port>`;
  return `<clickhouse>
  <users_config>users.xml</users_config>
  <timezone>UTC</timezone>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${values.httpPort}</http_port>${tcpPort}
  <http_handlers><rule>
    <headers><${DOOR_HEADER}>${escapeXml(values.door)}</${DOOR_HEADER}></headers>
    <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
  </rule></http_handlers>
  <named_collections_storage>
    <type>local_encrypted</type><algorithm>aes_256_ctr</algorithm>
    <path>${escapeXml(values.namedCollectionsPath)}</path>
    <key_hex>${escapeXml(values.keyHex)}</key_hex>
  </named_collections_storage>
  <background_message_broker_schedule_pool_size>16</background_message_broker_schedule_pool_size>
  <dead_letter_queue>
    <database>system</database><table>dead_letter_queue</table>
    <ttl>event_date + INTERVAL 30 DAY DELETE</ttl>
    <flush_interval_milliseconds>1000</flush_interval_milliseconds>
  </dead_letter_queue>
</clickhouse>
`;
}

/**
 * The text of users.xml. The session of `clickhouse local` itself logs in as `default` with an
 * empty password from a loopback address (seen on 26.7.2), so that user exists. It may open the
 * listener and wait, and nothing else.
 */
export function renderUsers(user: {
  readonly username: string;
  readonly passwordSha256Hex: string;
}): string {
  const common = '<profile>default</profile><quota>default</quota>';
  // The gateway decides how long a client may leave an answer unread, so the server's own limit is
  // high. It stands in the profile, because a setting of a statement does not reach it (26.7.2).
  return `<clickhouse>
  <profiles><default><http_send_timeout>300</http_send_timeout></default></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password><networks><ip>::1</ip></networks>${common}
      <grants>
        <query>GRANT SYSTEM LISTEN ON *.*</query><query>GRANT SELECT ON system.numbers</query>
      </grants>
    </default>
    <${user.username}>
      <password_sha256_hex>${user.passwordSha256Hex}</password_sha256_hex>
      <networks><ip>127.0.0.1</ip><ip>::1</ip></networks>${common}
      <access_management>1</access_management><named_collection_control>1</named_collection_control>
    </${user.username}>
  </users>
</clickhouse>
`;
}

/** The name of the section of PG_SERVICE that libpq reads. */
export const PG_SERVICE_NAME = 'tributary';

/**
 * The text of pg_service.conf. ClickHouse waits for PostgreSQL without a limit, and its connections
 * have the keepalive of the machine, which is two hours as a rule. With these values a connection
 * that broke without a word is noticed after a minute.
 */
export const PG_SERVICE = `[${PG_SERVICE_NAME}]
keepalives_idle=30
keepalives_interval=10
keepalives_count=3
tcp_user_timeout=60000
`;

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
