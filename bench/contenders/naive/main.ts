import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createClient } from '@clickhouse/client';
import { buildSchema } from 'type-graphql';
import { CustomerResolver } from './customer-resolver';
import { createContext, type NaiveContext } from './naive-context';
import { ReportResolver } from './report-resolver';

/**
 * What a good developer writes in a day: libraries as their documentation shows them, batched
 * look-ups, parameters in queries.
 */
async function main(): Promise<void> {
  const settings = JSON.parse(process.env['NAIVE_CLICKHOUSE'] ?? '{}') as {
    url: string;
    username: string;
    password: string;
    http_headers: Record<string, string>;
  };
  const clickhouse = createClient({
    ...settings,
    max_open_connections: 64,
    clickhouse_settings: {
      output_format_json_quote_decimals: 1,
      output_format_json_quote_64bit_integers: 0,
      date_time_output_format: 'iso',
    },
  });
  const schema = await buildSchema({
    resolvers: [CustomerResolver, ReportResolver],
    validate: false,
  });
  const server = new ApolloServer<NaiveContext>({ schema });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async () => createContext(clickhouse),
  });
  console.log(`GraphQL: ${url}`);
}

process.once('SIGTERM', () => process.exit(0));
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
