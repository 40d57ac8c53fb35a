import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DocumentedType {
  readonly clickhouseType: string;
  readonly scalar: string;
}

/**
 * The table of types in docs/services, by the name of the service's type. A row names types and, in
 * the same order, the ClickHouse types that they become, or one for all of them.
 */
export function readTypeTable(page: string): ReadonlyMap<string, DocumentedType> {
  const text = readFileSync(join(__dirname, '../../docs/services', page), 'utf8');
  const [, table = ''] = /^## Types\n\n(\|[^]*?)\n\n/m.exec(text) ?? [];
  const rows = table
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return new Map(
    rows.flatMap(([names = '', clickhouse = '', graphql = '']) => {
      const becomes = namesIn(clickhouse);
      const [scalar = ''] = namesIn(graphql);
      // What is described in words goes by the words.
      const named = namesIn(names);
      return (named.length === 0 ? [names] : named).map((name, index): [string, DocumentedType] => [
        name,
        { clickhouseType: becomes[becomes.length === 1 ? 0 : index] ?? '', scalar },
      ]);
    }),
  );
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}
