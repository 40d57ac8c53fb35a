import { renderEndpoint } from '../../contract/render-endpoint';
import { isTlsCode } from '../../relational/is-tls-code';
import type { RefusedConnection } from '../../relational/refused-connection';
import type { ClickhouseAddress } from './address';
import type { ClickhouseLogin } from './login';
import type { Greeting } from './say-hello';

type Refused = Exclude<Greeting, { kind: 'hello' }>;

/**
 * ClickHouse's exception codes.
 * https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
 */
const DATABASE_CODES: ReadonlySet<number> = new Set([81]); // UNKNOWN_DATABASE
const PERMISSION_CODES: ReadonlySet<number> = new Set([497]); // ACCESS_DENIED
const LOGIN_CODES: ReadonlySet<number> = new Set([
  192, // UNKNOWN_USER
  193, // WRONG_PASSWORD
  194, // REQUIRED_PASSWORD
  195, // IP_ADDRESS_NOT_ALLOWED
  516, // AUTHENTICATION_FAILED
]);

/** Tells a refusal and what to do about it, by its code and never by its text. */
export function connectionRefusal(
  greeting: Refused,
  address: ClickhouseAddress,
  login: ClickhouseLogin,
): RefusedConnection {
  switch (greeting.kind) {
    case 'exception':
      return refusedByServer(greeting.code, address, login);
    case 'tls':
      return {
        refusal: 'TLS_FAILED',
        message:
          `${renderEndpoint(address)} speaks TLS, and \`secure\` is false. Set it to true, or ` +
          'give the port that does not (9000 by default).',
      };
    case 'foreign':
      return unreachable(
        "does not answer as ClickHouse's native protocol does (9440 with TLS, 9000 without)",
        address,
      );
    case 'broken':
      return refusedByNetwork(greeting.code, address);
  }
}

function refusedByServer(
  code: number,
  address: ClickhouseAddress,
  { username }: ClickhouseLogin,
): RefusedConnection {
  const at = renderEndpoint(address);
  if (LOGIN_CODES.has(code))
    return {
      refusal: 'AUTHENTICATION_FAILED',
      message:
        `${at} refused user "${username}" (code ${code}). Check the user name and the ` +
        'password, and that the user may log in from here.',
    };
  if (DATABASE_CODES.has(code))
    return {
      refusal: 'DATABASE_NOT_FOUND',
      message:
        `${at} has no database "${address.database}". ` + 'Check the name, or create the database.',
    };
  if (PERMISSION_CODES.has(code))
    return {
      refusal: 'PERMISSION_DENIED',
      message:
        `User "${username}" may not use database "${address.database}" at ${at}. Run there: ` +
        'GRANT SELECT ON ... TO ...',
    };
  return unreachable(`does not take the connection now (code ${code})`, address);
}

function refusedByNetwork(code: string, address: ClickhouseAddress): RefusedConnection {
  const at = renderEndpoint(address);
  // A server without TLS takes the handshake for a packet, and hangs up or answers in its own
  // protocol.
  if (address.secure && (isTlsCode(code) || code === 'EPROTO' || code === 'ECONNRESET')) {
    return {
      refusal: 'TLS_FAILED',
      message:
        `The TLS handshake with ${at} failed (${code}). Check that the port is the one with ` +
        'TLS (9440 by default), and that its certificate is valid, made out to this host and ' +
        'signed by a known authority.',
    };
  }
  // A port with TLS that was greeted without it hangs up.
  if (code === 'ECONNRESET')
    return unreachable(
      `hangs up (${code}). If it is a port with TLS, as 9440 is by default, set \`secure\` to true`,
      address,
    );
  return unreachable(
    code === 'ETIMEDOUT' ? 'does not answer in time' : `cannot be reached (${code})`,
    address,
  );
}

function unreachable(why: string, address: ClickhouseAddress): RefusedConnection {
  return {
    refusal: 'UNREACHABLE',
    message:
      `${renderEndpoint(address)} ${why}. Check host and port, that the server runs, and that ` +
      'no firewall is in between.',
  };
}
