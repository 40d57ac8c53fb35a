import { GatewayError } from '../../errors/gateway-error';

/**
 * ClickHouse's formats that describe themselves, by all their names. Other formats need a schema
 * file or settings, or read what is no table.
 * https://clickhouse.com/docs/interfaces/formats
 */
const OBJECT_FORMATS = [
  'Parquet',
  'ORC',
  'Avro',
  'Arrow',
  'ArrowStream',
  'CSV',
  'CSVWithNames',
  'CSVWithNamesAndTypes',
  'TSV',
  'TSVWithNames',
  'TSVWithNamesAndTypes',
  'TabSeparated',
  'TabSeparatedWithNames',
  'TabSeparatedWithNamesAndTypes',
  'JSONEachRow',
  'JSONLines',
  'NDJSON',
  'JSON',
  'JSONCompactEachRow',
  'JSONCompactEachRowWithNames',
  'LineAsString',
] as const;

/** Endings of what ClickHouse 26.7 takes for compressed, and decompresses. */
const COMPRESSED = /\.(gz|gzip|zst|zstd|xz|lzma|bz2|lz4|br|deflate)$/i;

const FORMAT_OF_ENDING: Readonly<Record<string, (typeof OBJECT_FORMATS)[number]>> = {
  parquet: 'Parquet',
  orc: 'ORC',
  avro: 'Avro',
  arrow: 'Arrow',
  feather: 'Arrow',
  arrows: 'ArrowStream',
  csv: 'CSV',
  tsv: 'TSV',
  json: 'JSON',
  jsonl: 'JSONEachRow',
  ndjson: 'JSONEachRow',
};

/**
 * Chooses the format of the objects below a path, in ClickHouse's spelling: the one given, or that
 * of the path's ending.
 * @throws GatewayError INVALID_INPUT with the list of formats
 */
export function chooseFormat(path: string, format: string | null): string {
  const found =
    format === null
      ? byEnding(path)
      : OBJECT_FORMATS.find((name) => name.toLowerCase() === format.toLowerCase());
  if (found !== undefined) return found;
  const why =
    format === null
      ? 'format must be given: the ending of the path does not tell it'
      : 'format is not one that can be read';
  throw new GatewayError('INVALID_INPUT', `${why}. Formats: ${OBJECT_FORMATS.join(', ')}.`, {
    details: { formats: OBJECT_FORMATS },
  });
}

function byEnding(path: string): string | undefined {
  const ending = /\.([A-Za-z0-9]+)$/.exec(path.replace(COMPRESSED, ''))?.[1];
  return ending === undefined ? undefined : FORMAT_OF_ENDING[ending.toLowerCase()];
}
