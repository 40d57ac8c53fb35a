import type { KafkaTableInput } from '../schema/inputs/kafka-inputs';
import type { GivenFeeds } from '../src/management/feeds/plan-feeds';

/** Plain objects of input classes; null when there were none. */
export function toGivenFeeds(
  tables: readonly KafkaTableInput[] | null | undefined,
): GivenFeeds | null {
  return (
    tables?.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({ ...column })),
      persist: table.persist ? { ...table.persist } : null,
    })) ?? null
  );
}
