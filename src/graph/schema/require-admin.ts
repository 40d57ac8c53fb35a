import { GatewayError } from '../../errors/gateway-error';
import type { RequestContext } from '../../reading/request/request-context';

/** @throws GatewayError FORBIDDEN unless the caller sent the admin key */
export function requireAdmin(context: RequestContext, field: string): void {
  if (context.caller.role === 'ADMIN') return;
  throw new GatewayError(
    'FORBIDDEN',
    `\`${field}\` belongs to the management API, which needs the admin key: send ` +
      '`Authorization: Bearer <admin key>`.',
  );
}
