export {
  startPostgresql as startTestPostgresql,
  type PostgresqlServer,
} from '../../demo/servers/postgresql-server';
