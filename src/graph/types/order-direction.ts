import { GraphQLEnumType } from 'graphql';
import type { OrderDirection } from '../../model/selection/row-value';

/** A value of the enum. ASC and DESC take nulls for the greatest value, as PostgreSQL does. */
const value = (
  direction: OrderDirection['direction'],
  nulls: OrderDirection['nulls'],
  description: string,
) => ({ value: { direction, nulls } satisfies OrderDirection, description });

export const ORDER_DIRECTION = new GraphQLEnumType({
  name: 'OrderDirection',
  description:
    'The direction of an order, and where it puts nulls. Text is ordered by its bytes in ' +
    'UTF-8, whichever service orders it.',
  values: {
    ASC: value('ASC', 'LAST', 'Smallest first, nulls last.'),
    DESC: value('DESC', 'FIRST', 'Greatest first, nulls first.'),
    ASC_NULLS_FIRST: value('ASC', 'FIRST', 'Smallest first, after the nulls.'),
    ASC_NULLS_LAST: value('ASC', 'LAST', 'Smallest first, nulls last.'),
    DESC_NULLS_FIRST: value('DESC', 'FIRST', 'Greatest first, after the nulls.'),
    DESC_NULLS_LAST: value('DESC', 'LAST', 'Greatest first, nulls last.'),
  },
});
