import { Kind } from 'graphql';
import type { RequestContext } from '../../reading/request/request-context';
import {
  mayBeCausedByOne,
  mayShareReading,
  ONE_AT_A_TIME,
  sharedContext,
} from '../../reading/sharing/shared-context';
import type { Selected } from '../../model/selection/selected';
import type { TableNode } from '../model/data-model';
import { Batcher } from '../../util/batcher';
import { splitBySize } from '../../util/split-by-size';
import type { FieldCall } from '../fields/data-field';
import { FieldNodeIds } from '../fields/field-node-ids';
import type { SelectionScope } from '../request/selection-scope';
import { toSelected } from '../request/to-row-set';
import { readEntityRows, type EntityKeys, type EntityRows } from './read-entity-rows';
import type { EntityKey } from './to-entity-key';

/** One request for rows of a table. */
interface Asked {
  readonly keys: EntityKeys;
  readonly fields: readonly Selected[];
  readonly call: FieldCall;
}

/** Rows, and the context that counted what was used for them. */
interface Found {
  readonly rows: EntityRows;
  readonly context: RequestContext;
}

const MAX_REQUESTS = 100;
const MAX_SHARED_KEYS = 1_000;

/**
 * Reads rows of one table by their keys in one statement. Requests that select the same of other
 * rows, and arrive while it runs, share the next statement: routers send the same text again and
 * again, with other representations.
 */
export class EntityReader {
  readonly #batcher = new Batcher<Asked, Found | null>({
    ...ONE_AT_A_TIME,
    maxItems: MAX_REQUESTS,
  });
  readonly #fields = new FieldNodeIds();

  constructor(
    private readonly selection: (call: FieldCall) => SelectionScope,
    private readonly maxKeys: number,
  ) {}

  /** The rows that there are, by the texts of their keys. @throws GatewayError */
  async read(
    node: TableNode,
    entities: readonly EntityKey[],
    call: FieldCall,
  ): Promise<EntityRows> {
    const keys: EntityKeys = new Map(entities.map((entity) => [entity.text, entity]));
    const fields = toSelected(node, call.info.fieldNodes, this.selection(call));
    // Lists below a row may be of any length, whatever the number of keys: they are read by
    // themselves.
    const name =
      fields.some((field) => field.kind === 'list') || !mayShareReading(call.context)
        ? null
        : this.#nameOf(call);
    if (name === null) return readEntityRows(keys, fields, call, call.context);
    const found = await this.#batcher.join(
      `${node.table.id} ${name}`,
      { keys, fields, call },
      call.context.signal,
      (all, signal) => this.#readTogether(all, signal),
    );
    if (found === null) return readEntityRows(keys, fields, call, call.context);
    call.context.usage.addAllOf(found.context.usage);
    return found.rows;
  }

  async #readTogether(
    all: readonly Asked[],
    signal: AbortSignal,
  ): Promise<readonly (Found | null)[]> {
    const groups = splitBySize(
      all,
      Math.min(MAX_SHARED_KEYS, this.maxKeys),
      ({ keys }) => keys.size,
    );
    const found = await Promise.all(groups.map((group) => readGroup(group, signal)));
    return groups.flatMap((group, index) => group.map(() => found[index] ?? null));
  }

  /**
   * A text that is the same for requests that differ in their representations only; null where that
   * cannot be told.
   */
  #nameOf({ info }: FieldCall): string | null {
    const [node] = info.fieldNodes;
    const given = node?.arguments?.[0]?.value;
    if (node === undefined || info.fieldNodes.length > 1 || given?.kind !== Kind.VARIABLE)
      return null;
    return JSON.stringify([
      this.#fields.of(node),
      { ...info.variableValues, [given.name.value]: null },
    ]);
  }
}

/**
 * The rows of a group in one statement; null where each of its requests has to be read by itself.
 * @throws GatewayError
 */
async function readGroup(group: readonly Asked[], signal: AbortSignal): Promise<Found | null> {
  const [first] = group;
  if (first === undefined) return null;
  const context = sharedContext(first.call.context, signal);
  const keys: EntityKeys = new Map(group.flatMap((asked) => [...asked.keys]));
  try {
    return { rows: await readEntityRows(keys, first.fields, first.call, context), context };
  } catch (error) {
    if (group.length > 1 && mayBeCausedByOne(error)) return null;
    throw error;
  }
}
