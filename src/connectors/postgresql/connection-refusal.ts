import { errorCodeOf } from '../../util/error-code-of';
import type { ConnectionRefusal } from '../connector';
import { renderEndpoint } from './address';
import type { NativeTarget } from './native-target';
import { isSqlState } from './is-sql-state';
import type { TlsProbe } from './tls-probe';

export interface Refused {
  readonly refusal: ConnectionRefusal;
  readonly message: string;
}

type SqlRefusal = Exclude<ConnectionRefusal, 'TLS_FAILED' | 'HOST_NOT_ALLOWED'>;

/** SQLSTATE to refusal. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSAL_OF_SQLSTATE: Readonly<Record<string, SqlRefusal>> = {
  '28000': 'AUTHENTICATION_FAILED',
  '28P01': 'AUTHENTICATION_FAILED',
  '3D000': 'DATABASE_NOT_FOUND',
  '42501': 'PERMISSION_DENIED',
};

/** Why the probe's answer ends the attempt; null when it does not. */
export function refusalOfProbe(probe: TlsProbe, target: NativeTarget): Refused | null {
  switch (probe.kind) {
    case 'encrypted':
      return null;
    case 'plain':
      return target.address.sslMode === 'PREFER' ? null : noTls(target);
    case 'unreachable':
      return unreachable(probe.code, target);
    case 'tlsFailed':
      return tlsFailed(probe.code, target);
  }
}

/** What an error of the driver says, by its code and never by its text. */
export function refusalOfError(error: unknown, target: NativeTarget): Refused {
  const code = errorCodeOf(error);
  // pg gives up on an empty password before the server can say 28P01, with an error without a code.
  if (code === null && target.login.password.reveal() === '') return refused('AUTHENTICATION_FAILED', '28P01', target);
  if (code === null) return unreachable('EPROTO', target);
  if (isTlsCode(code)) return tlsFailed(code, target);
  if (!isSqlState(code)) return unreachable(code, target);
  return refused(REFUSAL_OF_SQLSTATE[code] ?? 'UNREACHABLE', code, target);
}

function refused(refusal: SqlRefusal, sqlState: string, target: NativeTarget): Refused {
  const at = renderEndpoint(target.address);
  const { username } = target.login;
  const texts: Readonly<Record<SqlRefusal, string>> = {
    AUTHENTICATION_FAILED: `${at} refused user "${username}" (SQLSTATE ${sqlState}). Check the user name and the password, and that pg_hba.conf lets this user in from here, with or without TLS.`,
    DATABASE_NOT_FOUND: `${at} has no database "${target.database}". Check the name, or create the database.`,
    PERMISSION_DENIED: `User "${username}" may not use database "${target.database}" at ${at}. Run there: GRANT CONNECT ON DATABASE ... TO ...`,
    UNREACHABLE: `${at} does not take the connection now (SQLSTATE ${sqlState}): it is starting, stopping or out of connections. Try again, or look into its log.`,
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
  const why = code === 'ETIMEDOUT' ? 'does not answer in time' : code === 'EPROTO' ? 'does not answer as a PostgreSQL does' : `cannot be reached (${code})`;
  return { refusal: 'UNREACHABLE', message: `${at} ${why}. Check host and port, that the server runs, and that no firewall is in between.` };
}

/** OpenSSL's certificate verdicts have names without a prefix. https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
function isTlsCode(code: string): boolean {
  return /^ERR_(TLS|SSL|OSSL)_|CERT|^CRL_|^UNABLE_TO_|_CHAIN_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_|^HOSTNAME_MISMATCH$/.test(code);
}
