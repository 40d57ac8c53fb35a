import type { PrintedKey } from '../../model/predicate/key-values';
import {
  TOO_MANY,
  type StitchPlan,
  type FoundKeys,
  type KeyLookup,
  type ReadSteps,
} from '../../planning/plan/read-steps';
import { fillSlots, type Filling } from '../../execution/slots/fill-slots';
import { findSlots, type FoundSlot } from '../../execution/slots/find-slots';
import { RawJson } from '../../model/raw-json';
import type { StatementRunner } from './run-statements';
import { splitKeyedRows } from '../../execution/slots/split-keyed-rows';

/** One reading of a request. */
export interface ReadSession {
  /** The text that every slot of its statements begins with. */
  readonly mark: string;
  readonly maxBytes: number;
  readonly run: StatementRunner;
}

const EMPTY = Buffer.alloc(0);

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
  const statement = plan.render(await findKeys(plan.lookups, session));
  if (statement === null) return new RawJson(whenEmpty);
  const answer = await session.run(
    plan.field,
    statement,
    [...above, ...fieldsOf(plan.lookups)],
    mayStream && plan.stitches.length === 0,
  );
  if (plan.stitches.length === 0) return answer;
  const { body } = answer;
  const slots = findSlots(body, session.mark);
  const fillings = await Promise.all(
    plan.stitches.map(async (fill): Promise<[string, Filling]> => [
      fill.mark,
      await readFilling(fill, slots, session, plan.field),
    ]),
  );
  return new RawJson(fillSlots(body, slots, new Map(fillings), session.maxBytes));
}

async function findKeys(lookups: readonly KeyLookup[], session: ReadSession): Promise<FoundKeys> {
  return new Map(
    await Promise.all(
      lookups.map(async (lookup) => [lookup.predicate, await findKeysOf(lookup, session)] as const),
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
  const known = await findKeys(lookup.lookups, session);
  const keysFrom = fieldsOf(lookup.lookups);
  const keys = await readKeys(field, lookup.render(known), keysFrom, session);
  if (keys === TOO_MANY || narrowed === undefined || !lookup.areTooMany(keys)) return keys;
  const own = await readKeys(narrowed.field, narrowed.statement(), [], session);
  if (own === TOO_MANY || narrowed.areTooMany(own)) return TOO_MANY;
  return readKeys(field, lookup.render(known, own), [...keysFrom, narrowed.field], session);
}

async function readKeys(
  field: string,
  statement: ReturnType<KeyLookup['render']>,
  keysFrom: readonly string[],
  session: ReadSession,
): Promise<readonly PrintedKey[] | typeof TOO_MANY> {
  if (statement === TOO_MANY) return TOO_MANY;
  const { body } =
    statement === null ? { body: EMPTY } : await session.run(field, statement, keysFrom);
  return body.length === 0 ? [] : (JSON.parse(body.toString('utf8')) as readonly PrintedKey[]);
}

async function readFilling(
  fill: StitchPlan,
  slots: readonly FoundSlot[],
  session: ReadSession,
  above: string,
): Promise<Filling> {
  const keys = new Map<string, PrintedKey>();
  for (const slot of slots) {
    const text = slot.mark === fill.mark ? fill.slotKey(slot.key) : null;
    if (text !== null) keys.set(text, slot.key);
  }
  const read = keys.size === 0 ? null : fill.read([...keys.values()]);
  const { body } =
    read === null ? { body: EMPTY } : await readAnswer(read, session, EMPTY, [above], false);
  return { plan: fill, rows: splitKeyedRows(body, fill.rowsKey) };
}

function fieldsOf(lookups: readonly KeyLookup[]): readonly string[] {
  return lookups.map(({ field }) => field);
}
