import { areTooMany } from '../../planning/cross-service/key-lookups';
import { planStitch } from '../../planning/cross-service/plan-stitch';
import { rowsKeyOf, slotKeyOf } from '../../planning/cross-service/stitch-plan';
import { planLookup, planStep } from '../../planning/plan-step';
import type { PrintedKey } from '../../model/predicate/key-values';
import {
  TOO_MANY,
  type StitchPlan,
  type FoundKeys,
  type KeyLookup,
  type ReadScope,
  type ReadSteps,
} from '../../planning/plan/read-steps';
import { fillSlots, type Filling } from '../../execution/slots/fill-slots';
import { findSlots, type FoundSlot } from '../../execution/slots/find-slots';
import { RawJson } from '../../model/raw-json';
import type { StatementRunner } from './run-statements';
import { splitKeyedRows } from '../../execution/slots/split-keyed-rows';

/** One reading of a request. */
export interface ReadSession {
  readonly scope: ReadScope;
  readonly maxBytes: number;
  readonly run: StatementRunner;
}

const EMPTY = Buffer.alloc(0);
const NOTHING_FOUND: FoundKeys = new Map();

/**
 * Runs the statements of a plan; those that do not wait for each other run at the same time.
 * @param mayStream a rest of a long answer may be left
 * @throws GatewayError
 */
export async function runRead(
  plan: ReadSteps,
  session: ReadSession,
  whenEmpty: Buffer,
  mayStream = false,
): Promise<RawJson> {
  return readAnswer(plan, session, whenEmpty, [], mayStream);
}

async function readAnswer(
  plan: ReadSteps,
  session: ReadSession,
  whenEmpty: Buffer,
  above: readonly string[],
  mayStream: boolean,
): Promise<RawJson> {
  const statement = planStep(plan, await findKeys(plan.lookups, session), session.scope);
  if (statement === null) return new RawJson(whenEmpty);
  const answer = await session.run(
    plan.field,
    statement,
    [...above, ...fieldsOf(plan.lookups)],
    mayStream && plan.stitches.length === 0,
  );
  if (plan.stitches.length === 0) return answer;
  const { body } = answer;
  const slots = findSlots(body, session.scope.mark);
  const fillings = await Promise.all(
    plan.stitches.map(async (stitch): Promise<[string, Filling]> => [
      stitch.mark,
      await readFilling(stitch, slots, session, plan.field),
    ]),
  );
  return new RawJson(fillSlots(body, slots, new Map(fillings), session.maxBytes));
}

async function findKeys(lookups: readonly KeyLookup[], session: ReadSession): Promise<FoundKeys> {
  return new Map(
    await Promise.all(
      lookups.map(async (lookup) => [lookup.id, await findKeysOf(lookup, session)] as const),
    ),
  );
}

/**
 * Where there are too many, those of them that the rows of the filter itself have, if these are
 * less.
 */
async function findKeysOf(
  lookup: KeyLookup,
  session: ReadSession,
): Promise<readonly PrintedKey[] | typeof TOO_MANY> {
  const { field, narrowed } = lookup;
  const { scope } = session;
  const known = await findKeys(lookup.lookups, session);
  const keysFrom = fieldsOf(lookup.lookups);
  const keys = await readKeys(field, planLookup(lookup, known, scope), keysFrom, session);
  if (keys === TOO_MANY || narrowed === undefined || !areTooMany(lookup, keys)) return keys;
  const own = await readKeys(narrowed.field, planStep(narrowed, NOTHING_FOUND, scope), [], session);
  if (own === TOO_MANY || areTooMany(narrowed, own)) return TOO_MANY;
  return readKeys(
    field,
    planLookup(lookup, known, scope, own),
    [...keysFrom, narrowed.field],
    session,
  );
}

async function readKeys(
  field: string,
  statement: ReturnType<typeof planLookup>,
  keysFrom: readonly string[],
  session: ReadSession,
): Promise<readonly PrintedKey[] | typeof TOO_MANY> {
  if (statement === TOO_MANY) return TOO_MANY;
  const { body } =
    statement === null ? { body: EMPTY } : await session.run(field, statement, keysFrom);
  return body.length === 0 ? [] : (JSON.parse(body.toString('utf8')) as readonly PrintedKey[]);
}

async function readFilling(
  stitch: StitchPlan,
  slots: readonly FoundSlot[],
  session: ReadSession,
  above: string,
): Promise<Filling> {
  const keys = new Map<string, PrintedKey>();
  for (const slot of slots) {
    const text = slot.mark === stitch.mark ? slotKeyOf(stitch, slot.key) : null;
    if (text !== null) keys.set(text, slot.key);
  }
  const read = keys.size === 0 ? null : planStitch(stitch, [...keys.values()], session.scope);
  const { body } =
    read === null ? { body: EMPTY } : await readAnswer(read, session, EMPTY, [above], false);
  return { plan: stitch, rows: splitKeyedRows(body, (key) => rowsKeyOf(stitch, key)) };
}

function fieldsOf(lookups: readonly KeyLookup[]): readonly string[] {
  return lookups.map(({ field }) => field);
}
