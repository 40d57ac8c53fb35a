export interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphqlError[];
}

/** Sends one operation to the gateway, as its administrator. */
export type ManagementApi = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<GraphqlAnswer>;

export function openManagementApi(url: string, adminKey: string): ManagementApi {
  return async (query, variables = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlAnswer;
  };
}

/** @throws Error with the messages of the answer's errors */
export async function mustSucceed(answer: Promise<GraphqlAnswer>): Promise<void> {
  const { errors } = await answer;
  if (errors !== undefined) throw new Error(errors.map((error) => error.message).join(' '));
}
