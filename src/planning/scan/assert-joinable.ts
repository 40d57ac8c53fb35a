import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { GatewayError } from '../../errors/gateway-error';
import type { Edge } from '../../model/edge';

/**
 * A join in ClickHouse would silently miss rows whose keys only the service holds for equal.
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING
 */
export function assertJoinable(edge: Edge, from: ScanDialect, to: ScanDialect): void {
  if (edge.columns.every((pair) => from.equatesAlike(pair.from) && to.equatesAlike(pair.to)))
    return;
  throw new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `Rows related by \`${edge.name}\` can only be matched by their service, whose keys are text that it compares in its own way. That needs passthrough queries (ClickHouse 26.7 or newer).`,
  );
}
