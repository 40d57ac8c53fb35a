import type { Strategy } from '../../src/planning/plan/planned-statement';
import { createEnum } from './create-enum';

export const StrategyEnum = createEnum<Strategy>('Strategy', 'How a statement reads a service.', {
  ENGINE_SCAN:
    'Over a pooled connection of a ClickHouse engine, which forwards predicates; ClickHouse ' +
    'does the rest.',
  PASSTHROUGH: 'By one whole query in its own SQL.',
});
