import type { Literal } from '../../model/predicate/predicate';
import type { RemoteColumn } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { SCALARS } from '../scalars/scalars';

/**
 * A value of a cursor, a global id or a representation as a literal for its column.
 * @param name the argument that it was given for
 * @throws GatewayError INVALID_INPUT where the column has no such values
 */
export function toKeyLiteral(
  name: string,
  column: RemoteColumn,
  value: string | number | boolean | null,
): Literal {
  const literal = coerce(column, value);
  if (literal !== null && (typeof literal !== 'string' || !literal.includes('\0'))) return literal;
  throw new GatewayError(
    'INVALID_INPUT',
    `\`${name}\` does not fit the column \`${column.fieldName}\`.`,
  );
}

function coerce(column: RemoteColumn, value: string | number | boolean | null): Literal | null {
  // A date that no calendar has, `infinity`, is printed as PostgreSQL's own text, and PostgreSQL
  // reads that text.
  if (
    typeof value === 'string' &&
    ['Date', 'DateTime', 'LocalDateTime'].includes(column.scalar) &&
    /^-?infinity$/.test(value)
  )
    return value;
  try {
    return SCALARS[column.scalar].parseValue(value) as Literal | null;
  } catch {
    return null;
  }
}
