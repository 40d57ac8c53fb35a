export {
  startPostgresql as startTestPostgresql,
  type PostgresqlServer,
} from '../servers/postgresql-server';
