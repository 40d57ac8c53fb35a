import type { ScanDialect } from '../../connectors/contract/source-dialect';
import type { KeyCast, RemoteColumn, ScalarName } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';

interface KeyEnd {
  readonly column: RemoteColumn;
  readonly dialect: Pick<ScanDialect, 'equatesAlike'>;
}

/** Scalars whose values have one printed form each, so that they can be compared as texts. */
const CASTABLE: ReadonlySet<ScalarName> = new Set(['String', 'UUID', 'Int', 'BigInt', 'Date']);
const INTEGERS: ReadonlySet<ScalarName> = new Set(['Int', 'BigInt']);

/**
 * Makes sure that everyone who compares values of two columns finds the same ones equal: both
 * services and ClickHouse.
 * @throws GatewayError INVALID_INPUT that says why not, and what to state
 */
export function assertComparable(
  from: KeyEnd,
  to: KeyEnd,
  { castTo, crosses }: { readonly castTo: KeyCast | null; readonly crosses: boolean },
): void {
  const names =
    `"${from.column.name}" (${describe(from.column)}) and "${to.column.name}" ` +
    `(${describe(to.column)})`;
  for (const { column } of [from, to]) {
    if (column.list || column.scalar === 'JSON' || column.scalar === 'Float')
      throw refuse(
        `${names} cannot be joined: values of type ${describe(column)} have no equality that ` +
          'every service shares.',
      );
  }
  if (castTo === null && !compareAlike(from.column.scalar, to.column.scalar)) {
    throw refuse(
      `${names} have different types. State how they compare with castTo: STRING, if their ` +
        'printed texts are what must be equal.',
    );
  }
  if (castTo !== null && ![from, to].every(({ column }) => CASTABLE.has(column.scalar))) {
    throw refuse(
      `${names} cannot be compared as texts: castTo is for ${[...CASTABLE].join(', ')}.`,
    );
  }
  if (!crosses && castTo === null) return;
  for (const { column, dialect } of [from, to]) {
    if (!dialect.equatesAlike(column))
      throw refuse(
        `"${column.name}" is text that its service compares in its own way (a collation that ` +
          'ignores case or padding), so another service cannot match it. Use a column with a ' +
          'binary collation.',
      );
  }
}

function compareAlike(a: ScalarName, b: ScalarName): boolean {
  return a === b || (INTEGERS.has(a) && INTEGERS.has(b));
}

function describe(column: RemoteColumn): string {
  return column.list ? `[${column.scalar}]` : column.scalar;
}

function refuse(message: string): GatewayError {
  return new GatewayError('INVALID_INPUT', message);
}
