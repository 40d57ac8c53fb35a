import { fillSlots, type Filling } from '../../execution/slots/fill-slots';
import { findSlots, type FoundSlot } from '../../execution/slots/find-slots';
import { splitKeyedRows } from '../../execution/slots/split-keyed-rows';
import { areTooMany } from '../../planning/cross-service/key-lookups';
import { planStitch } from '../../planning/cross-service/plan-stitch';
import { rowsKeyOf, slotKeyOf } from '../../planning/cross-service/stitch-plan';
import {
  TOO_MANY,
  type StitchPlan,
  type FoundKeys,
  type KeyLookup,
  type ReadScope,
  type ReadSteps,
} from '../../planning/plan/read-steps';
import { planLookup, planStep } from '../../planning/plan-step';
import type { PrintedKey } from '../../model/predicate/key-values';
import { RawJson } from '../../model/raw-json';
import type { StatementRunner } from './run-statements';

/** One reading of a request. */
export interface ReadSession {
  readonly scope: ReadScope;
  /** Bytes of an answer whose slots are filled, at most. */
  readonly maxBytes: number;
  readonly run: StatementRunner;
}

const EMPTY = Buffer.alloc(0);
const NOTHING_FOUND: FoundKeys = new Map();

/**
 * Runs the statements of a plan. Those that do not wait for each other run at the same time.
 * @param whenEmpty the answer where no row can satisfy the request
 * @param mayStream a rest of a long answer may be left
 * @throws GatewayError
 */
export async function runRead(
  plan: ReadSteps,
  session: ReadSession,
  whenEmpty: Buffer,
  mayStream = false,
): Promise<RawJson> {
  return (await readAnswer(plan, session, [], mayStream)) ?? new RawJson(whenEmpty);
}

/**
 * @param above the fields whose statements found keys for this plan
 * @returns null where no row can satisfy it
 */
async function readAnswer(
  plan: ReadSteps,
  session: ReadSession,
  above: readonly string[],
  mayStream: boolean,
): Promise<RawJson | null> {
  const statement = planStep(plan, await findKeys(plan.lookups, session), session.scope);
  if (statement === null) return null;
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
 * The keys that a lookup finds. Where these are too many, only those that rows of the rest of the
 * filter have, if there are fewer of them.
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

/** Reads the rows that go into the slots of a relationship, by the keys in these slots. */
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
  const answer = read === null ? null : await readAnswer(read, session, [above], false);
  const rows = splitKeyedRows(answer?.body ?? EMPTY, (key) => rowsKeyOf(stitch, key));
  return { plan: stitch, rows };
}

function fieldsOf(lookups: readonly KeyLookup[]): readonly string[] {
  return lookups.map(({ field }) => field);
}
