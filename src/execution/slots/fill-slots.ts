import { slotKeyOf } from '../../planning/cross-service/stitch-plan';
import type { StitchPlan } from '../../planning/plan/read-steps';
import { GatewayError } from '../../errors/gateway-error';
import type { FoundSlot } from './find-slots';

/** What goes into the slots of one mark. */
export interface Filling {
  readonly plan: Pick<StitchPlan, 'result' | 'slotScalars' | 'rowScalars' | 'whenNone'>;
  /** Rows by key. */
  readonly rows: ReadonlyMap<string, Buffer>;
}

const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/**
 * The body with rows in place of its slots.
 * @param slots all slots of the body, in order
 * @param fillings what goes into the slots, by their marks
 * @param maxBytes of the filled body
 * @throws GatewayError RESULT_TOO_LARGE
 */
export function fillSlots(
  body: Buffer,
  slots: readonly FoundSlot[],
  fillings: ReadonlyMap<string, Filling>,
  maxBytes: number,
): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  const add = (piece: Buffer): void => {
    length += piece.length;
    if (length > maxBytes)
      throw new GatewayError(
        'RESULT_TOO_LARGE',
        'The answer has more bytes than TRIBUTARY_MAX_RESULT_BYTES allows. Add `limit` or `where`.',
      );
    pieces.push(piece);
  };
  let done = 0;
  for (const slot of slots) {
    add(body.subarray(done, slot.start));
    addRows(slot, fillings.get(slot.mark), add);
    done = slot.end;
  }
  add(body.subarray(done));
  return Buffer.concat(pieces, length);
}

function addRows(
  slot: FoundSlot,
  filling: Filling | undefined,
  add: (piece: Buffer) => void,
): void {
  if (filling === undefined) throw new Error('a slot has no plan');
  const text = slotKeyOf(filling.plan, slot.key);
  const rows = text === null ? undefined : filling.rows.get(text);
  if (rows === undefined) return add(Buffer.from(filling.plan.whenNone));
  if (filling.plan.result === 'ONE') return add(rows);
  add(OPEN);
  add(rows);
  add(CLOSE);
}
