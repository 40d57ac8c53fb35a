import { GraphQLNonNull } from 'graphql';
import { RawJson } from '../../model/raw-json';
import { GatewayError } from '../../errors/gateway-error';
import type { DataField, FieldCall } from '../fields/data-field';
import { membersOf } from '../request/members-of';
import type { SelectionScope } from '../request/selection-scope';
import { SERVICE } from './entity-types';
import { printSubgraph, type SubgraphParts } from './print-subgraph';

export interface ServiceOptions {
  readonly newParts: () => SubgraphParts;
  readonly selection: (call: FieldCall) => SelectionScope;
  /** The schema is shown to the administrator only. */
  readonly needsAdmin: boolean;
}

/**
 * The field `_service`: the SDL of the subgraph, printed when it is first asked for, and kept as
 * long as the schema is.
 */
export function serviceField({ newParts, selection, needsAdmin }: ServiceOptions): DataField {
  let printed: Promise<RawJson> | null = null;
  const print = (): Promise<RawJson> => (printed ??= printJson(printSubgraph(newParts)));
  return {
    name: '_service',
    type: new GraphQLNonNull(SERVICE),
    description: 'For Apollo Federation: this subgraph.',
    args: {},
    answer: async (_args, call) => {
      if (needsAdmin && call.context.caller.role !== 'ADMIN') {
        throw new GatewayError(
          'FORBIDDEN',
          'The GraphQL schema is shown to holders of the admin key only (TRIBUTARY_INTROSPECTION).',
        );
      }
      const members = [...membersOf(SERVICE, call.info.fieldNodes, selection(call))];
      return Object.fromEntries(
        await Promise.all(
          members.map(
            async ([key, [node]]) =>
              [key, node?.name.value === 'sdl' ? await print() : SERVICE.name] as const,
          ),
        ),
      );
    },
  };
}

/**
 * Prints one text of many pieces as JSON. Each piece is escaped by itself: nobody else would be
 * answered while ten megabytes are escaped at once.
 */
async function printJson(pieces: AsyncIterable<string>): Promise<RawJson> {
  const quote = Buffer.from('"');
  const escaped = [quote];
  for await (const piece of pieces) escaped.push(Buffer.from(JSON.stringify(piece).slice(1, -1)));
  return new RawJson(Buffer.concat([...escaped, quote]));
}
