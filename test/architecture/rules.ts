/**
 * Folders from the top layer to the lowest, one row for each layer (ARCHITECTURE.md). A folder may
 * import what stands in a row below its own. Folders of one row do not import each other.
 */
export const LAYERS: readonly (readonly string[])[] = [
  ['demo'],
  ['test/servers'],
  ['src/cli'],
  ['src/server'],
  ['resolvers'],
  ['schema'],
  ['src/graph', 'src/management'],
  ['src/reading'],
  ['src/execution'],
  ['src/planning'],
  ['src/registry'],
  ['src/connectors', 'src/clickhouse'],
  ['src/sql'],
  ['src/model', 'src/errors'],
  ['src/util'],
];

/** In `ROOMS`: every room of the storey that has no row of its own. */
export const OTHERS = '*';

/**
 * Rooms of a storey, from the top to the lowest. The storey's own files stand above its rooms, or
 * where '' stands. A storey that is not listed has no rooms, or they do not stand one above the
 * other yet. A room may be a storey of its own.
 */
export const ROOMS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'src/clickhouse': [['embedded'], [''], ['http']],
  'src/connectors': [
    [OTHERS], // one for each service type
    ['objects'],
    ['clickhouse-columns'],
    ['relational'],
    ['contract'],
  ],
  'src/connectors/clickhouse': [['native']],
  'src/connectors/kafka': [['feeds'], ['native']],
  'src/connectors/mysql': [['accounts', 'catalog', 'scan'], ['passthrough'], ['native', 'types']],
  'src/connectors/postgresql': [
    ['accounts', 'catalog', 'scan'],
    ['passthrough'],
    ['native', 'types'],
  ],
  'src/execution': [['warm-queries'], ['statements'], ['connections', 'slots']],
  'src/graph': [
    ['schema'],
    ['federation'],
    ['fields'],
    ['request'],
    ['types'],
    ['lazy', 'model', 'scalars'],
  ],
  'src/management': [
    ['health', 'services'],
    ['integrations', 'relationships', 'tables'],
    ['setup'],
    ['recovery'],
    ['feeds'],
    ['catalog'],
    ['access'],
    ['objects'],
    ['context'],
  ],
  'src/model': [['selection'], ['predicate'], ['']],
  'src/reading': [['sharing', 'statements'], ['request']],
  'src/planning': [
    ['cross-service'],
    ['strategy'],
    ['passthrough'],
    ['scan'],
    ['expressions'],
    ['budget', 'explain'],
    ['analysis'],
    ['plan'],
  ],
  'src/server': [['start'], ['http'], ['pages'], ['graphql'], ['reply'], ['errors'], ['settings']],
};

/** One import that the layers, or the rule of connector folders, do not hold for. */
export interface Exception {
  readonly from: string;
  /** Path of the imported file or folder. */
  readonly to: string;
  readonly why: string;
}

/** An entry that is no longer needed fails the test. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    from: 'schema/build-management-schema.ts',
    to: 'resolvers',
    why: 'type-graphql builds a schema from the list of its resolvers: this is where the two meet',
  },
];

/** What one folder must not import although it stands below. */
export const FORBIDDEN: readonly {
  readonly from: string;
  readonly to: RegExp;
  readonly why: string;
}[] = [
  {
    from: 'src/planning',
    to: /^(src\/clickhouse\/|node:)/,
    why: 'planning is pure: no I/O, clock, environment or randomness',
  },
  {
    from: 'src/graph',
    to: /^src\/(planning|execution|connectors|clickhouse)\//,
    why: 'the data API asks reading for data, and knows nothing of how it is read',
  },
  {
    from: 'src/server',
    to: /^src\/(planning|execution)\//,
    why: 'the data API is opened through reading, and answered by graph',
  },
  {
    from: 'src/connectors',
    to: /^node:(fs|child_process|http|https)(\/|$)/,
    why: 'a connector describes; its only I/O is the native driver',
  },
];

/**
 * Where a package may be imported, and is: folders, or files. Packages that are not listed are free
 * in all layers but util.
 */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@clickhouse/client': ['src/clickhouse'],
  pg: ['src/connectors/postgresql', 'test/servers'],
  mysql2: ['src/connectors/mysql', 'test/servers'],
  '@aws-sdk/client-s3': ['src/connectors/s3', 'test/servers'],
  '@azure/storage-blob': ['src/connectors/azure-blob-storage', 'test/servers'],
  kafkajs: ['src/connectors/kafka'],
  '@apollo/server': ['src/server'],
  '@apollo/server-gateway-interface': ['src/server'],
  dataloader: ['resolvers'],
  'type-graphql': ['schema', 'resolvers'],
  graphql: ['src/graph', 'schema', 'src/server'],
  // The process of the engine loads it, by its path.
  'ffi-rs': [],
  'altair-static': ['src/server'],
  pino: ['src/server'],
  commander: ['src/cli'],
};

/** Rooms of more than 20 files, and why they are not divided. */
export const LARGE_ROOMS: Readonly<Record<string, string>> = {};

/**
 * Files whose functions call themselves for predicates or selections inside of others, and why no
 * fold is enough.
 */
export const MAY_NEST: Readonly<Record<string, string>> = {
  'src/graph/request/to-predicate.ts':
    'walks over the argument of a GraphQL field, of which the predicate is made',
  'src/planning/cross-service/key-lookups.ts':
    'each filter that another service decides is looked up by a statement of its own',
  'src/planning/scan/scan-where.ts':
    'each conjunct of a subquery is forwarded or not, and told of, by itself',
};

/**
 * The only folders that read the environment of the process, or print. Others are given what they
 * need, and log with pino.
 */
export const MAY_USE_PROCESS_ENV = ['src/cli', 'demo', 'test/servers'] as const;
export const MAY_USE_CONSOLE = ['demo'] as const;

/** Files that are not named after what they export, and why. */
export const FREE_FILE_NAMES: Readonly<Record<string, string>> = {
  'src/connectors/list.ts': 'the list of connectors, in the words of the design',
  'src/connectors/mysql/passthrough/predicate.ts':
    'predicates, and the expressions that they compare',
  'src/connectors/postgresql/passthrough/predicate.ts':
    'predicates, and the expressions that they compare',
  'src/connectors/mysql/scan/scan-forwarded.ts':
    'the part of scan-dialect.ts that the engine forwards',
  'src/connectors/postgresql/scan/scan-evaluated.ts':
    'the part of scan-dialect.ts that ClickHouse evaluates',
  'src/connectors/postgresql/scan/scan-forwarded.ts':
    'the part of scan-dialect.ts that the engine forwards',
  'src/model/predicate/combine-predicates.ts':
    'allOf, anyOf and not read as the sentences they make',
  'src/management/context/find-records.ts': 'many small look-ups of one kind',
  'src/server/settings/setting-values.ts': 'one small parser for each kind of value',
};

export const isIn = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
