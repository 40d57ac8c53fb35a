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
import { isSqlState } from './is-sql-state';
import type { NativeTarget } from './native-target';
import type { TlsProbe } from './tls-probe';

/**
 * Refusals by SQLSTATE.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const REFUSAL_OF_SQLSTATE: Readonly<Record<string, ServerRefusal>> = {
  '28000': 'AUTHENTICATION_FAILED',
  '28P01': 'AUTHENTICATION_FAILED',
  '3D000': 'DATABASE_NOT_FOUND',
  '42501': 'PERMISSION_DENIED',
};

/** Tells why the probe's answer ends the attempt; null when it does not. */
export function refusalOfProbe(probe: TlsProbe, target: NativeTarget): RefusedConnection | null {
  switch (probe.kind) {
    case 'encrypted':
      return null;
    case 'plain':
      return target.address.sslMode === 'PREFER' ? null : connectionWithoutTls(target.address);
    case 'unreachable':
      return connectionUnreachable(probe.code, target.address, 'PostgreSQL');
    case 'tlsFailed':
      return connectionTlsFailed(probe.code, target.address);
  }
}

/** Tells what an error of the driver means, by its code and never by its text. */
export function refusalOfError(error: unknown, target: NativeTarget): RefusedConnection {
  const code = errorCodeOf(error);
  // pg gives up on an empty password before the server can say 28P01, with an error without a code.
  if (code === null && target.login.password.reveal() === '')
    return refused('AUTHENTICATION_FAILED', '28P01', target);
  if (code === null) return connectionUnreachable('EPROTO', target.address, 'PostgreSQL');
  if (isTlsCode(code)) return connectionTlsFailed(code, target.address);
  if (!isSqlState(code)) return connectionUnreachable(code, target.address, 'PostgreSQL');
  return refused(REFUSAL_OF_SQLSTATE[code] ?? 'UNREACHABLE', code, target);
}

function refused(
  refusal: ServerRefusal,
  sqlState: string,
  target: NativeTarget,
): RefusedConnection {
  const at = renderEndpoint(target.address);
  const { username } = target.login;
  const texts: Readonly<Record<ServerRefusal, string>> = {
    AUTHENTICATION_FAILED:
      `${at} refused user "${username}" (SQLSTATE ${sqlState}). Check the user name and the ` +
      'password, and that pg_hba.conf lets this user in from here, with or without TLS.',
    DATABASE_NOT_FOUND:
      `${at} has no database "${target.database}". ` + 'Check the name, or create the database.',
    PERMISSION_DENIED:
      `User "${username}" may not use database "${target.database}" at ${at}. Run there: ` +
      'GRANT CONNECT ON DATABASE ... TO ...',
    UNREACHABLE:
      `${at} does not take the connection now (SQLSTATE ${sqlState}): it is starting, ` +
      'stopping or out of connections. Try again, or look into its log.',
  };
  return { refusal, message: texts[refusal] };
}
