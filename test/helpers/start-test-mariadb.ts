export { startMariadb as startTestMariadb, type MariadbServer } from '../servers/mariadb-server';
