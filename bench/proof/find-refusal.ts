import type { Json, Unable } from '../cases/bench-case';
import { unable } from '../cases/bench-case';

interface AnswerError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** With these the gateway says that it cannot, rather than that something went wrong. */
const NOT_SUPPORTED: readonly string[] = [
  'GRAPHQL_VALIDATION_FAILED',
  'CLICKHOUSE_FEATURE_MISSING',
  'INTEGRATION_NOT_SUPPORTED',
];

/** Why an answer holds no rows: in the words of whoever answered. Null: it has no errors. */
export function findRefusal(answer: Json): Unable | null {
  const errors =
    answer !== null && typeof answer === 'object' && 'errors' in answer
      ? (answer.errors as unknown as readonly AnswerError[])
      : [];
  const [first] = errors;
  if (first === undefined) return null;
  const code = first.extensions?.code ?? '';
  const what = NOT_SUPPORTED.includes(code) ? 'not supported by this version' : 'failed';
  return unable(`${what}: ${code === '' ? '' : `${code}, `}${first.message}`);
}
