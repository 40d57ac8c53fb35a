import { parseAzureAddress } from '../../../src/connectors/azure-blob-storage/address';
import { readAzureLogin } from '../../../src/connectors/azure-blob-storage/login';
import { chooseFormat } from '../../../src/connectors/objects/choose-format';
import { parseObjectPath } from '../../../src/connectors/objects/object-path';
import { bucketOf, parseS3Address } from '../../../src/connectors/s3/address';
import { s3Store } from '../../../src/connectors/s3/s3-store';
import { Secret } from '../../../src/util/secret';
import { thrownBy } from '../../helpers/thrown-by';

describe('the path of a table', () => {
  test.each([
    'a.csv',
    'data/**/*.csv',
    '*',
    '{1..3}/x',
    '{a,b}/c',
    'a.{csv,tsv}',
    '{.csv,.tsv}',
    '.hidden/x',
    '.*',
    '%2e%2e/a',
    'é 名/😀#?@:;',
    'x{..}',
  ])('%j is taken', (path) => {
    expect(parseObjectPath(path)).toBe(path);
  });

  test.each([
    '',
    '/a',
    'a/',
    'a//b',
    '..',
    '../a',
    'a/../b',
    'a/..',
    './a',
    'a/.',
    '...',
    'a\\..\\b',
    'a\n',
    'a\0',
    'a.zip :: b.csv',
    'a::b',
    '{.,x}{.,y}/a',
    '{..,x}/a',
    '.{}./x',
    '{.}{.}',
    '{a/b,c}',
    '{/..,x}',
    'x{',
    'x}',
    '{{a,b},c}',
    '}{',
    'x'.repeat(1025),
    'é'.repeat(513),
  ])('%j is refused', (path) => {
    expect(thrownBy(() => parseObjectPath(path)).code).toBe('INVALID_INPUT');
  });

  test('is appended to the URL so that only globs keep their meaning', () => {
    expect(
      s3Store.open('c', { schema: '', table: "é 1/100%/a#b?c/{x,y}/%2e%2e/it's@*.csv" }).text,
    ).toBe("s3(`c`, filename = '%C3%A9%201/100%25/a%23b?c/{x,y}/%252e%252e/it\\'s%40*.csv'");
  });
});

describe('the format', () => {
  test.each([
    ['a.parquet', 'Parquet'],
    ['**/*.CSV', 'CSV'],
    ['a.csv.gz', 'CSV'],
    ['x.jsonl.zst', 'JSONEachRow'],
    ['x.ndjson', 'JSONEachRow'],
    ['x.json', 'JSON'],
    ['d/x.feather', 'Arrow'],
  ])('of %s is %s', (path, format) => {
    expect(chooseFormat(path, null)).toBe(format);
  });

  test('is the one given, in any case, when it is in the list', () => {
    expect([chooseFormat('x', 'csvwithnames'), chooseFormat('x.csv', 'Parquet')]).toEqual([
      'CSVWithNames',
      'Parquet',
    ]);
    for (const format of ['', 'Protobuf', 'MySQLDump', 'Template', 'Regexp', "CSV'", 'auto'])
      expect(thrownBy(() => chooseFormat('x.csv', format)).message).toMatch(
        /^format is not one .* Formats: Parquet,/,
      );
    for (const path of ['x', '*', 'a.gz', 'a.txt', 'a.{csv,tsv}', 'csv'])
      expect(thrownBy(() => chooseFormat(path, null)).message).toMatch(/^format must be given/);
  });
});

describe('a bucket', () => {
  test.each([
    [
      'https://lake.s3.eu-west-1.amazonaws.com',
      'https://s3.eu-west-1.amazonaws.com',
      'lake',
      '',
      'eu-west-1',
    ],
    [
      'https://a.b.s3.us-gov-west-1.amazonaws.com/x',
      'https://s3.us-gov-west-1.amazonaws.com',
      'a.b',
      'x/',
      'us-gov-west-1',
    ],
    [
      'https://s3.dualstack.ap-southeast-2.amazonaws.com/lake/a%20b',
      'https://s3.dualstack.ap-southeast-2.amazonaws.com',
      'lake',
      'a b/',
      'ap-southeast-2',
    ],
    ['https://s3.amazonaws.com/lake/', 'https://s3.amazonaws.com', 'lake', '', 'us-east-1'],
    ['http://[::1]:9000/lake/x/y', 'http://[::1]:9000', 'lake', 'x/y/', 'us-east-1'],
  ])('of %s', (url, endpoint, name, prefix, region) => {
    expect(bucketOf(parseS3Address({ url }))).toMatchObject({ endpoint, name, prefix, region });
  });
});

describe('a connection string of Azure', () => {
  const address = parseAzureAddress({
    storageAccountUrl: 'https://lake.blob.core.windows.net',
    container: 'events',
  });
  const read = (text: string) => readAzureLogin({ connectionString: new Secret(text) }, address);

  test('is taken apart', () => {
    for (const text of [
      'DefaultEndpointsProtocol=https;AccountName=lake;AccountKey=YWJj==;EndpointSuffix=core.windows.net',
      'BlobEndpoint=https://lake.blob.core.windows.net/;AccountKey=YWJj==;AccountName=lake;',
    ]) {
      const { accountName, accountKey } = read(text);
      expect([accountName, accountKey.reveal()]).toEqual(['lake', 'YWJj==']);
    }
  });

  test.each([
    ['another account', 'AccountName=evil;AccountKey=YWJj'],
    ['another host', 'BlobEndpoint=https://evil.example.com;AccountName=lake;AccountKey=YWJj'],
    ['plain HTTP', 'DefaultEndpointsProtocol=http;AccountName=lake;AccountKey=YWJj'],
    ['a signature', 'BlobEndpoint=https://lake.blob.core.windows.net;SharedAccessSignature=sv=1'],
    ['nothing', ''],
    ['a key that is none', 'AccountName=lake;AccountKey=not base64'],
  ])('for %s is refused', (_what, text) => {
    const error = thrownBy(() => read(text));
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.message).not.toMatch(/evil|YWJj|sv=1|not base64/);
  });
});
