import type { KeyLookup, ReadScope, ReadSteps } from '../plan/read-steps';
import { mapShapeFilters, type Shape } from '../plan/shape';
import { findLookups } from './key-lookups';
import { pushNegations } from './push-negations';
import { splitSelection } from './split-selection';
import { stitchPlan } from './stitch-plan';

/**
 * Plans what is read before and after the one statement that answers a shape. `field` is the
 * response path of the shape.
 */
export function planSteps(field: string, whole: Shape, scope: ReadScope): ReadSteps {
  const { shape, elsewhere } = splitShape(whole, scope);
  const lookups: KeyLookup[] = [];
  const marked = mapShapeFilters(shape, (where, table) => {
    const place = { field, table, idPrefix: '', firstId: lookups.length };
    const filter = findLookups(pushNegations(where), place, scope);
    lookups.push(...filter.lookups);
    return filter.where;
  });
  const stitches = elsewhere.map((selection) => stitchPlan(field, selection));
  return { kind: 'READ', field, lookups, shape: marked, stitches };
}

function splitShape(
  shape: Shape,
  { mark }: ReadScope,
): Pick<ReturnType<typeof splitSelection>, 'elsewhere'> & { readonly shape: Shape } {
  if (!('rows' in shape)) return { shape, elsewhere: [] };
  let marks = 0;
  const { fields, elsewhere } = splitSelection(shape.rows.fields, () => `${mark}.${marks++}`);
  return { shape: { ...shape, rows: { ...shape.rows, fields } }, elsewhere };
}
