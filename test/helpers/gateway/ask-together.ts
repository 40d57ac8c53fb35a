interface Gateway {
  readonly url: string;
  readonly readKey: string;
}

/**
 * The bodies of answers, byte for byte, of operations that are sent at once. Without the plan: what
 * shows one is never shared.
 */
export async function askTogether(
  { url, readKey }: Gateway,
  queries: readonly string[],
): Promise<readonly string[]> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${readKey}` };
  return Promise.all(
    queries.map(async (query) =>
      (
        await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
      ).text(),
    ),
  );
}

/** The same, one after the other. */
export async function askInTurn(
  gateway: Gateway,
  queries: readonly string[],
): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const query of queries) answers.push(...(await askTogether(gateway, [query])));
  return answers;
}
