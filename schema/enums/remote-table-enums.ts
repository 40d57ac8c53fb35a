import type { CatalogTableKind, KeyCast, RelationshipKind } from '../../src/model/remote-table';
import { createEnum } from './create-enum';

export const CatalogTableKindEnum = createEnum<CatalogTableKind>(
  'CatalogTableKind',
  'What kind of thing a service holds under a name.',
  {
    TABLE: 'A table, partitioned ones included.',
    VIEW: 'A view.',
    MATERIALIZED_VIEW: 'A materialised view.',
    FOREIGN_TABLE: 'A table that the service itself reads from elsewhere.',
    TOPIC: 'A topic of Apache Kafka.',
    OBJECT: 'An object of a blob store.',
  },
);

export const RelationshipKindEnum = createEnum<RelationshipKind>(
  'RelationshipKind',
  'How many rows a relationship leads to.',
  {
    OBJECT: 'To one row, or none.',
    ARRAY: 'To any number of rows.',
  },
);

export const KeyCastEnum = createEnum<KeyCast>(
  'KeyCast',
  'What the values of two columns of different types are turned into before they are compared.',
  {
    STRING:
      'The texts that the data API prints for them: a UUID in lower case, a number without ' +
      'leading zeros.',
  },
);

export const ResidencyEnum = createEnum<'REMOTE' | 'PERSISTED'>(
  'Residency',
  'Where the rows of a remote table are.',
  {
    REMOTE: 'In the service; pulled on demand.',
    PERSISTED: 'Kept in ClickHouse.',
  },
);
