import { errorCodeOf } from '../../util/error-code-of';
import type { ConnectionRefusal } from '../connector';
import { renderEndpoint } from './address';
import { errorNumberOf } from './error-number-of';
import type { NativeTarget } from './native-target';

export interface Refused {
  readonly refusal: ConnectionRefusal;
  readonly message: string;
}

type ServerRefusal = Exclude<ConnectionRefusal, 'TLS_FAILED' | 'HOST_NOT_ALLOWED'>;

/**
 * Error number to refusal. https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and
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

/** What an error of the driver says, by its number or code and never by its text. */
export function refusalOfError(error: unknown, target: NativeTarget): Refused {
  const number = errorNumberOf(error);
  const code = errorCodeOf(error) ?? 'EPROTO';
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return noTls(target);
  if (code === 'HANDSHAKE_SSL_ERROR' || isTlsCode(code)) return tlsFailed(code, target);
  return number === null ? unreachable(code, target) : refused(REFUSAL_OF_NUMBER.get(number) ?? 'UNREACHABLE', number, target);
}

/** mysql2 (3.24) takes an IP address for `localhost` when it verifies whom a certificate is made out to. */
export function cannotVerifyAddress({ address }: NativeTarget): Refused {
  return {
    refusal: 'TLS_FAILED',
    message: `sslMode VERIFY_FULL needs a host name: the certificate of ${renderEndpoint(address)} cannot be verified for an IP address. Give the host by name, or choose VERIFY_CA.`,
  };
}

function refused(refusal: ServerRefusal, number: number, target: NativeTarget): Refused {
  const at = renderEndpoint(target.address);
  const { username } = target.login;
  const texts: Readonly<Record<ServerRefusal, string>> = {
    AUTHENTICATION_FAILED: `${at} refused user "${username}" (error ${number}). Check the user name and the password, and that the account may log in from here, with or without TLS.`,
    DATABASE_NOT_FOUND: `${at} has no database "${target.database}". Check the name, or create the database.`,
    PERMISSION_DENIED: `User "${username}" may not use database "${target.database}" at ${at}. Run there: GRANT SELECT ON ... TO ...`,
    UNREACHABLE: `${at} does not take the connection now (error ${number}): it is starting, stopping or out of connections. Try again, or look into its log.`,
  };
  return { refusal, message: texts[refusal] };
}

function noTls({ address }: NativeTarget): Refused {
  return {
    refusal: 'TLS_FAILED',
    message: `${renderEndpoint(address)} does not offer TLS, and sslMode ${address.sslMode} asks for it. Turn on TLS in the server, or choose sslMode PREFER.`,
  };
}

function tlsFailed(code: string, { address }: NativeTarget): Refused {
  return {
    refusal: 'TLS_FAILED',
    message: `The TLS handshake with ${renderEndpoint(address)} failed (${code}). Check sslRootCert, and that the certificate is valid and made out to this host.`,
  };
}

function unreachable(code: string, { address }: NativeTarget): Refused {
  const at = renderEndpoint(address);
  const why = code === 'ETIMEDOUT' ? 'does not answer in time' : code === 'EPROTO' ? 'does not answer as a MySQL does' : `cannot be reached (${code})`;
  return { refusal: 'UNREACHABLE', message: `${at} ${why}. Check host and port, that the server runs, and that no firewall is in between.` };
}

/** OpenSSL's certificate verdicts have names without a prefix. https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
function isTlsCode(code: string): boolean {
  return /^ERR_(TLS|SSL|OSSL)_|CERT|^CRL_|^UNABLE_TO_|_CHAIN_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_|^HOSTNAME_MISMATCH$/.test(code);
}
