export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: { readonly plan?: unknown };
}

export interface GraphqlEndpoint {
  readonly url: string;
  readonly key: string;
}

/**
 * Sends one operation over HTTP, as any client would.
 * @throws Error with the messages of an answer that has errors
 */
export async function graphqlRequest(
  endpoint: GraphqlEndpoint,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${endpoint.key}`,
      'tributary-plan': '1',
    },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as GraphqlAnswer;
  if (answer.errors !== undefined)
    throw new Error(answer.errors.map((error) => error.message).join('\n'));
  return answer;
}
