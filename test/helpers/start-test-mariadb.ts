export {
  startMariadb as startTestMariadb,
  type MariadbServer,
} from '../../demo/servers/mariadb-server';
