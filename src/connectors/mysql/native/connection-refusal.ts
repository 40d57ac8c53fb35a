import { errorCodeOf } from '../../../util/error-code-of';
import { renderEndpoint } from '../../contract/render-endpoint';
import { isTlsCode } from '../../relational/is-tls-code';
import {
  connectionTlsFailed,
  connectionUnreachable,
  connectionWithoutTls,
  type RefusedConnection,
  type ServerRefusal,
} from '../../relational/refused-connection';
import { errorNumberOf } from './error-number-of';
import type { NativeTarget } from './native-target';

/**
 * Refusals by error number.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and
 * https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const REFUSAL_OF_NUMBER: ReadonlyMap<number, ServerRefusal> = new Map([
  [1044, 'PERMISSION_DENIED'], // ER_DBACCESS_DENIED_ERROR
  [1045, 'AUTHENTICATION_FAILED'], // ER_ACCESS_DENIED_ERROR
  [1049, 'DATABASE_NOT_FOUND'], // ER_BAD_DB_ERROR
  [1130, 'AUTHENTICATION_FAILED'], // ER_HOST_NOT_PRIVILEGED
  [1251, 'AUTHENTICATION_FAILED'], // ER_NOT_SUPPORTED_AUTH_MODE
  [1698, 'AUTHENTICATION_FAILED'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  [1862, 'AUTHENTICATION_FAILED'], // ER_MUST_CHANGE_PASSWORD_LOGIN
  [3118, 'AUTHENTICATION_FAILED'], // ER_ACCOUNT_HAS_BEEN_LOCKED, MySQL
  [3159, 'AUTHENTICATION_FAILED'], // ER_SECURE_TRANSPORT_REQUIRED
  [4151, 'AUTHENTICATION_FAILED'], // ER_ACCOUNT_HAS_BEEN_LOCKED, MariaDB
]);

/** Tells what an error of the driver means, by its number or code and never by its text. */
export function refusalOfError(error: unknown, target: NativeTarget): RefusedConnection {
  const number = errorNumberOf(error);
  const code = errorCodeOf(error) ?? 'EPROTO';
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return connectionWithoutTls(target.address);
  if (code === 'HANDSHAKE_SSL_ERROR' || isTlsCode(code))
    return connectionTlsFailed(code, target.address);
  return number === null
    ? connectionUnreachable(code, target.address, 'MySQL')
    : refused(REFUSAL_OF_NUMBER.get(number) ?? 'UNREACHABLE', number, target);
}

/**
 * The refusal of VERIFY_FULL for an IP address: mysql2 (3.24) takes it for `localhost` when it
 * verifies whom a certificate is made out to.
 */
export function cannotVerifyAddress({ address }: NativeTarget): RefusedConnection {
  return {
    refusal: 'TLS_FAILED',
    message:
      `sslMode VERIFY_FULL needs a host name: the certificate of ${renderEndpoint(address)} ` +
      'cannot be verified for an IP address. Give the host by name, or choose VERIFY_CA.',
  };
}

function refused(refusal: ServerRefusal, number: number, target: NativeTarget): RefusedConnection {
  const at = renderEndpoint(target.address);
  const { username } = target.login;
  const texts: Readonly<Record<ServerRefusal, string>> = {
    AUTHENTICATION_FAILED:
      `${at} refused user "${username}" (error ${number}). Check the user name and the ` +
      'password, and that the account may log in from here, with or without TLS.',
    DATABASE_NOT_FOUND:
      `${at} has no database "${target.database}". ` + 'Check the name, or create the database.',
    PERMISSION_DENIED:
      `User "${username}" may not use database "${target.database}" at ${at}. Run there: ` +
      'GRANT SELECT ON ... TO ...',
    UNREACHABLE:
      `${at} does not take the connection now (error ${number}): it is starting, stopping or ` +
      'out of connections. Try again, or look into its log.',
  };
  return { refusal, message: texts[refusal] };
}
