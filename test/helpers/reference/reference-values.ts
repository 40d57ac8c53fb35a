/** The order and equality of the data API's JSON values, in JavaScript. */
type Value = unknown;

export function compare(scalar: string, a: Value, b: Value): number {
  switch (scalar) {
    case 'Int':
    case 'Float':
      return Math.sign((a as number) - (b as number));
    case 'BigInt':
      return BigInt(a as string) < BigInt(b as string)
        ? -1
        : BigInt(a as string) > BigInt(b as string)
          ? 1
          : 0;
    case 'Decimal': {
      const [left, right] = [scaled(a as string), scaled(b as string)];
      return left < right ? -1 : left > right ? 1 : 0;
    }
    case 'Boolean':
      return Number(a) - Number(b);
    case 'DateTime':
      return Buffer.compare(
        Buffer.from((a as string).replace('Z', '')),
        Buffer.from((b as string).replace('Z', '')),
      );
    default:
      return Buffer.compare(Buffer.from(a as string), Buffer.from(b as string));
  }
}

/** A decimal as a whole number of units of 1e-40. */
export function scaled(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  return BigInt(whole + fraction.padEnd(40, '0')) * (decimal.startsWith('-') ? -1n : 1n);
}

export function scalarOf(column: { readonly graphqlType: string }): string {
  return column.graphqlType.replace(/[[\]!]/g, '');
}
