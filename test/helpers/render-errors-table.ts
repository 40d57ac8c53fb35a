import { ERROR_CATALOGUE, type ErrorKind } from '../../src/errors/catalogue';

/** The catalogue as the Markdown table of docs/reference/errors.md. */
export function renderErrorsTable(): string {
  return [
    '| Code | Category | Retryable | When, and what to do |',
    '|---|---|---|---|',
    ...Object.entries(ERROR_CATALOGUE).map(renderErrorRow),
  ].join('\n');
}

function renderErrorRow([code, kind]: readonly [string, ErrorKind]): string {
  return `| \`${code}\` | ${kind.category} | ${kind.retryable ? 'yes' : 'no'} | ${kind.description} |`;
}
