import type { PlanReport } from '../src/reading/request/plan-report';
import type { GraphqlAnswer } from './graphql-request';

/** Prints a query, its answer and the account of its statements, for people. */
export function printAnswer(
  query: string,
  answer: GraphqlAnswer,
  out: (line: string) => void,
): void {
  out(
    `\n--- query ---\n${query.trim()}\n\n` +
      `--- answer ---\n${JSON.stringify(answer.data, null, 2)}\n\n--- plan ---`,
  );
  for (const entry of (answer.extensions?.plan ?? []) as readonly PlanReport[]) {
    out(`${entry.field}: ${entry.strategy} on ${entry.service}. ${entry.why}`);
    for (const statement of entry.received) out(`  the service was asked  ${statement}`);
    out(`  pushed                 ${entry.pushed.join('; ') || 'nothing to push'}`);
    out(`  left to ClickHouse     ${entry.remaining.join('; ') || 'nothing'}`);
    out(`  rows pulled            ${entry.rows ?? 0} in ${(entry.totalMs ?? 0).toFixed(1)} ms`);
  }
}
