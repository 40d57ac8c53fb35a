import type { GraphQLFieldConfigMap } from 'graphql';
import type { RequestContext } from '../../reading/request/request-context';
import { GatewayError } from '../../errors/gateway-error';

type FieldMap = GraphQLFieldConfigMap<unknown, RequestContext>;

/**
 * The fields with resolvers that ask for the admin role first. This is the one place that does, so
 * that no new field can forget it.
 */
export function adminFields(fields: FieldMap): FieldMap {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      {
        ...field,
        resolve: (source, args, context, info) => {
          requireAdmin(context, name);
          return field.resolve?.(source, args, context, info);
        },
      } satisfies FieldMap[string],
    ]),
  );
}

/** @throws GatewayError FORBIDDEN unless the caller sent the admin key */
function requireAdmin(context: RequestContext, field: string): void {
  if (context.caller.role === 'ADMIN') return;
  throw new GatewayError(
    'FORBIDDEN',
    `\`${field}\` belongs to the management API, which needs the admin key: send ` +
      '`Authorization: Bearer <admin key>`.',
  );
}
