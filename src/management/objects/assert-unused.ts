import { GatewayError } from '../../errors/gateway-error';

/** @throws GatewayError IN_USE with `details.dependents`, and the advice in its message */
export function assertUnused(dependents: readonly string[], advice: string): void {
  if (dependents.length === 0) return;
  const shown =
    dependents.slice(0, 5).join(', ') +
    (dependents.length > 5 ? ` and ${dependents.length - 5} more` : '');
  throw new GatewayError('IN_USE', `In ClickHouse, ${shown} would stop working. ${advice}`, {
    details: { dependents },
  });
}
