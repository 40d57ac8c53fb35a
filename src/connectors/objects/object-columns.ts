import type { DescribedColumn } from '../../model/remote-table';

const column = (
  name: string,
  clickhouseType: string,
  rest: Pick<DescribedColumn, 'scalar' | 'nullable' | 'encoding' | 'description' | 'isOfPath'>,
): DescribedColumn => ({ name, remoteType: null, clickhouseType, list: false, ...rest });

/**
 * Virtual columns: what ClickHouse knows of the object that a row is from. Only filters on the
 * first two keep it from fetching objects (26.7.2: a filter on `_size` or `_time` fetches all of
 * them).
 * https://clickhouse.com/docs/engines/table-engines/integrations/s3#virtual-columns
 */
export const OBJECT_COLUMNS: readonly DescribedColumn[] = [
  column('_path', 'LowCardinality(String)', {
    scalar: 'String',
    nullable: false,
    encoding: 'text',
    isOfPath: true,
    description: 'The object that the row is from: bucket or container, then its path.',
  }),
  column('_file', 'LowCardinality(String)', {
    scalar: 'String',
    nullable: false,
    encoding: 'text',
    isOfPath: true,
    description: 'The last part of that path.',
  }),
  column('_size', 'Nullable(UInt64)', {
    scalar: 'BigInt',
    nullable: true,
    encoding: 'big',
    description: 'The size of the object in bytes.',
  }),
  column('_time', "Nullable(DateTime('UTC'))", {
    scalar: 'DateTime',
    nullable: true,
    encoding: 'datetime',
    description: 'When the object was last changed.',
  }),
  column('_etag', 'LowCardinality(String)', {
    scalar: 'String',
    nullable: false,
    encoding: 'text',
    description: "The store's mark of the object's version.",
  }),
];

export function isObjectColumn({ name }: Pick<DescribedColumn, 'name'>): boolean {
  return OBJECT_COLUMNS.some((each) => each.name === name);
}
