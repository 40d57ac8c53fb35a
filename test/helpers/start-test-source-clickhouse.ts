export {
  startClickhouse as startSourceClickhouse,
  type ClickhouseServer,
} from '../servers/clickhouse-server';
