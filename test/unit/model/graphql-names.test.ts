import { mysqlConnector } from '../../../src/connectors/mysql/mysql-connector';
import { postgresqlConnector } from '../../../src/connectors/postgresql/postgresql-connector';
import { nameTables } from '../../../src/management/catalog/name-tables';
import type { ManagementContext } from '../../../src/management/context/management-context';
import {
  allocateColumnNames,
  allocateTableNames,
  derivedNames,
  isGraphqlName,
  SHARED_DATA_NAMES,
  tableNames,
  toCamelCase,
  toPascalCase,
} from '../../../src/model/graphql-names';
import type { Integration } from '../../../src/model/integration';
import type { DescribedTable } from '../../../src/model/remote-table';
import type { Service } from '../../../src/model/service';

describe('toCamelCase', () => {
  test.each([
    ['customer_id', 'customerId'],
    ['first name', 'firstName'],
    ['CustomerName', 'customerName'],
    ['customerID', 'customerID'],
    ['ID', 'id'],
    ['FIRST_NAME', 'firstName'],
    ['2fa', '_2fa'],
    ['__x', 'x'],
    ['type-of', 'typeOf'],
    ['order_ID', 'orderId'],
    ['HTTPServer', 'httpServer'],
    ['customer.id', 'customerId'],
    ['a"b', 'aB'],
    ['a\\b', 'aB'],
    ['prénom', 'prenom'],
    ['Ærø', 'r'],
    ['__typename', 'typename'],
    ['_and', 'and'],
    ['query', 'query'],
    ['null', 'null'],
    ['address_2', 'address2'],
    ['2_2', '_22'],
    ['straße', 'strae'],
    ['ﬁrst', 'first'],
    ['x\u0000y', 'xY'],
    ['ｆｕｌｌ', 'full'],
    ['A', 'a'],
    ['aB', 'aB'],
    ['数量 count', 'count'],
  ])('%j -> %s', (text, name) => {
    expect(toCamelCase(text)).toBe(name);
  });

  test.each(['', ' ', '数量', '___', '"', '💥', '\u0301'])('%j has no usable character', (text) => {
    expect(toCamelCase(text)).toBeNull();
    expect(toPascalCase(text)).toBeNull();
  });

  test('always answers a GraphQL name', () => {
    for (let code = 0; code < 0x3000; code += 1) {
      const name = toCamelCase(`${String.fromCharCode(code)}x${String.fromCharCode(code)}`);
      expect(isGraphqlName(name ?? '')).toBe(true);
    }
  });
});

test.each([
  ['order_lines', 'OrderLines'],
  ['FIRST_NAME', 'FirstName'],
  ['customerID', 'CustomerID'],
  ['ID', 'Id'],
  ['2fa', '_2fa'],
])('toPascalCase(%j) is %s', (text, name) => {
  expect(toPascalCase(text)).toBe(name);
});

describe('column names', () => {
  const allocate = (...names: readonly string[]): readonly string[] =>
    allocateColumnNames(names.map((name) => ({ name })));

  test('keep the column order, and the first of equal names keeps it', () => {
    expect(allocate('a_b', 'aB', 'A_B', 'a b')).toEqual(['aB', 'aB2', 'aB3', 'aB4']);
  });

  test('move on when the numbered name is taken', () => {
    expect(allocate('aB2', 'a_b', 'aB')).toEqual(['aB2', 'aB', 'aB3']);
    expect(allocate('a_b', 'aB', 'aB2')).toEqual(['aB', 'aB2', 'aB22']);
  });

  test('count columns without a usable character by position', () => {
    expect(allocate('id', '数', '量', 'column2')).toEqual(['id', 'column2', 'column3', 'column22']);
  });

  test('are unique for thousands of clashing columns', () => {
    const names = allocate(
      ...Array.from({ length: 1600 }, (_, index) => '_'.repeat(index % 7) + 'a_b'),
    );
    expect(new Set(names).size).toBe(1600);
  });
});

describe('table names', () => {
  const allocate = (
    serviceName: string,
    schema: string,
    table: string,
    taken: Iterable<string> = [],
  ) => allocateTableNames({ serviceName, schema, table, taken: new Set(taken) });

  test.each([
    ['shop', '', 'customer', 'shopCustomer', 'ShopCustomer'],
    ['shop', 'public', 'customer', 'shopPublicCustomer', 'ShopPublicCustomer'],
    ['shop', 'sales', 'order_lines', 'shopSalesOrderLines', 'ShopSalesOrderLines'],
    ['my-shop', '', 'Order Lines', 'myShopOrderLines', 'MyShopOrderLines'],
    ['shop', '', '2fa', 'shop2fa', 'Shop2fa'],
    ['shop', '', '__x', 'shopX', 'ShopX'],
    ['shop', '', '数量', 'shopTable1', 'ShopTable1'],
    ['shop', '', 'type', 'shopType', 'ShopType'],
  ])('service %j, schema %j, table %j -> %s %s', (service, schema, table, fieldName, typeName) => {
    expect(allocate(service, schema, table)).toEqual({ fieldName, typeName });
  });

  test('clash with derived names of other tables, in either order', () => {
    expect(
      allocate('shop', '', 'customer_by_pk', derivedNames(tableNames('shopCustomer'))).fieldName,
    ).toBe('shopCustomerByPk2');
    expect(
      allocate('shop', '', 'customer', derivedNames(tableNames('shopCustomerByPk'))).fieldName,
    ).toBe('shopCustomer2');
    expect(
      allocate('shop', '', 'customer_filter', derivedNames(tableNames('shopCustomer'))).fieldName,
    ).toBe('shopCustomerFilter2');
  });

  test('get the first free number', () => {
    const taken = new Set<string>();
    const names = ['a_b', 'aB', 'A_B'].map((table) => {
      const found = allocateTableNames({ serviceName: 's', schema: '', table, taken });
      derivedNames(found).forEach((name) => taken.add(name));
      return found.fieldName;
    });
    expect(names).toEqual(['sAB', 'sAB2', 'sAB3']);
  });

  test('leave shared types and reserved names alone', () => {
    expect(allocate('string', '', 'filter', SHARED_DATA_NAMES)).toEqual({
      fieldName: 'stringFilter2',
      typeName: 'StringFilter2',
    });
    expect(allocate('order', '', 'direction', SHARED_DATA_NAMES).typeName).toBe('OrderDirection2');
    expect(allocate('remote', '', 'table', ['RemoteTable']).typeName).toBe('RemoteTable2');
  });
});

describe('the schema that names leave out', () => {
  test.each([
    ['PostgreSQL, the default', postgresqlConnector, 'public', 'shopCustomer'],
    ['PostgreSQL, another', postgresqlConnector, 'shop', 'shopShopCustomer'],
    ['MySQL, the database of the address', mysqlConnector, 'shop', 'shopCustomer'],
    ['MySQL, a database called public', mysqlConnector, 'public', 'shopPublicCustomer'],
  ])('is the default of the service: %s', (_case, connector, schema, fieldName) => {
    const address = { host: 'db.example', port: 5432, database: 'shop', sslMode: 'REQUIRE' };
    const [table] = nameTables(
      {
        registry: { current: () => ({ remoteTables: [] }) },
        reservedNames: [],
        now: () => new Date(0),
        newId: () => 'id',
      } as unknown as ManagementContext,
      {
        service: { id: 's', name: 'shop', address } as unknown as Service,
        integration: { id: 'i' } as unknown as Integration,
        connector,
      },
      [
        {
          described: { remote: { schema }, columns: [] } as unknown as DescribedTable,
          database: 'service_shop',
          name: 'customer',
          reader: { database: 'service_shop', name: 'customer' },
          fieldName: null,
          namedAfter: 'customer',
        },
      ],
    );
    expect(table?.fieldName).toBe(fieldName);
  });
});

test.each([
  ['a', true],
  ['_a', true],
  ['A_1', true],
  ['__a', false],
  ['1a', false],
  ['a-b', false],
  ['', false],
  ['é', false],
  ['a'.repeat(129), false],
])('isGraphqlName(%j) is %s', (text, expected) => {
  expect(isGraphqlName(text)).toBe(expected);
});
