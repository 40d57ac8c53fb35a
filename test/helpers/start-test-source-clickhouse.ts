export {
  startClickhouse as startSourceClickhouse,
  type ClickhouseServer,
} from '../../demo/servers/clickhouse-server';
