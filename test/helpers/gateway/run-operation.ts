import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { TestGateway } from './start-test-gateway';

/**
 * Runs a generated operation that must not fail, and answers its typed data.
 * @throws Error with the GraphQL errors
 */
export async function runOperation<Data, Variables>(
  gateway: Pick<TestGateway, 'ask'>,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const answer = await gateway.ask(print(document), variables as Readonly<Record<string, unknown>>);
  if (answer.errors !== undefined || answer.data === undefined)
    throw new Error(`an operation failed: ${answer.text.slice(0, 2_000)}`);
  return answer.data as Data;
}
