import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../../../src/clickhouse/clickhouse';
import { createRegistry } from '../../../src/registry/registry';
import { forEachBounded } from '../../../src/util/for-each-bounded';
import type { GatewayProcess } from '../gateway/start-gateway-process';
import type { ClickHouseDoor } from '../sources/start-clickhouse-door';
import { findDisagreements } from './find-disagreements';
import { DELETE_SERVICE, type Ask, type KilledMutation } from './killed-mutations';

/** Services that are prepared, and mutations that are repeated, at once. */
const CONCURRENCY = 4;

export async function prepareAll(mutations: readonly KilledMutation[], ask: Ask): Promise<void> {
  await forEachBounded(mutations, CONCURRENCY, (mutation) => mutation.prepare(ask));
}

/**
 * The same with a gateway that is stopped, as a machine that sleeps, and that goes on when `wakeUp`
 * was called.
 * @returns the codes of what it answers then
 */
export async function stopInMutations(
  mutations: readonly KilledMutation[],
  victim: GatewayProcess,
  moment: Promise<unknown>,
): Promise<() => Promise<readonly unknown[]>> {
  const running = Promise.all(
    mutations.map((mutation) =>
      mutation.run(victim.ask).then(({ errors }) => errors?.[0]?.extensions['code'] ?? 'OK'),
    ),
  );
  await moment;
  victim.kill('SIGSTOP');
  return () => {
    victim.kill('SIGCONT');
    return running;
  };
}

/**
 * Starts all mutations at once in a gateway, and kills it at the moment that `moment` resolves,
 * with most of them under way.
 */
export async function killInMutations(
  mutations: readonly KilledMutation[],
  victim: GatewayProcess,
  moment: Promise<unknown>,
): Promise<void> {
  const running = Promise.all(
    mutations.map((mutation) => mutation.run(victim.ask).catch(() => undefined)),
  );
  await Promise.race([moment, running.then(() => sleep(0))]);
  victim.kill('SIGKILL');
  await victim.exited;
  await running;
}

/** Resolves when the n-th statement that changes something comes by, from whichever gateway. */
export function statementOf(door: ClickHouseDoor, n: number): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    door.onStatement((text) => {
      if (
        /^\s*(INSERT|CREATE|DROP|ALTER|GRANT|REVOKE)\b/.test(text) &&
        !/^\s*INSERT INTO tributary\.claims/.test(text) &&
        (count += 1) === n
      )
        resolve();
    });
  });
}

/**
 * What is wrong in ClickHouse, registry included, once everything was settled or the time is over.
 */
export async function settledWithin(
  clickhouse: ClickHouse,
  timeoutMs: number,
): Promise<readonly string[]> {
  const registry = createRegistry(clickhouse);
  for (const giveUpAt = Date.now() + timeoutMs; ; await sleep(250)) {
    const wrong = await findDisagreements(clickhouse, await registry.load());
    if (wrong.length === 0 || Date.now() > giveUpAt) return wrong;
  }
}

/** Every mutation can be done again. @returns those that cannot, and why */
export async function repeatAll(
  mutations: readonly KilledMutation[],
  ask: Ask,
): Promise<readonly string[]> {
  const refused: string[] = [];
  await forEachBounded(mutations, CONCURRENCY, async (mutation) => {
    const { errors } = await mutation.run(ask);
    const code = errors?.[0]?.extensions['code'];
    if (errors !== undefined && code !== mutation.orCode)
      refused.push(`${mutation.name}: ${String(code)} ${errors[0]?.message ?? ''}`);
  });
  return refused;
}

/** Deletes all services of the round. @returns refusals */
export async function removeAll(
  mutations: readonly KilledMutation[],
  ask: Ask,
): Promise<readonly string[]> {
  const refused: string[] = [];
  await forEachBounded(mutations, CONCURRENCY, async (mutation) => {
    const { errors } = await ask(DELETE_SERVICE, { name: mutation.name });
    const code = errors?.[0]?.extensions['code'];
    if (errors !== undefined && code !== 'NOT_FOUND')
      refused.push(`${mutation.name}: ${String(code)}`);
    await mutation.cleanUp?.();
  });
  return refused;
}
