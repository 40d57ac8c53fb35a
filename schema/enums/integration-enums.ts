import type {
  FaultSide,
  IntegrationPurpose,
  IntegrationState,
  IntegrationType,
} from '../../src/model/integration';
import { createEnum } from './create-enum';

export const IntegrationPurposeEnum = createEnum<IntegrationPurpose>(
  'IntegrationPurpose',
  'What an integration is for.',
  {
    DATA_SOURCE: 'ClickHouse reads the service.',
    OBSERVABILITY: 'Logs or metrics are sent to the service.',
  },
);

export const IntegrationTypeEnum = createEnum<IntegrationType>(
  'IntegrationType',
  'How ClickHouse is given access to a service (DATA_SOURCE), or what it sends there ' +
    '(OBSERVABILITY).',
  {
    MANAGED_CREDENTIALS:
      "The service's credentials are kept as a ClickHouse named collection; tables are " +
      'exposed one by one over it.',
    MANAGED_DATABASES: 'ClickHouse databases are created that show what the service holds.',
    METRICS: 'Metrics are sent to the service.',
    LOGS: 'Logs are sent to the service.',
  },
);

export const IntegrationStateEnum = createEnum<IntegrationState>(
  'IntegrationState',
  'Where an integration is in its life.',
  {
    STARTING: 'It is being set up. One that a crash left so is undone when the gateway starts.',
    RUNNING: 'It works.',
    PAUSED: 'It was paused; nothing is read.',
    FAILED: 'It does not work. See `errors`.',
    REMOVING: 'It is being removed. One that a crash left so is finished when the gateway starts.',
  },
);

export const FaultSideEnum = createEnum<FaultSide>(
  'FaultSide',
  'Where the cause of an error most likely is.',
  {
    SERVICE: 'The service, or the way to it.',
    CLICKHOUSE: 'ClickHouse.',
    GATEWAY: 'Tributary.',
    UNKNOWN: 'It cannot be told.',
  },
);
