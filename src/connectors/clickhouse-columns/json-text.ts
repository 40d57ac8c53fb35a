import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import { typeArguments, type ClickhouseType } from './clickhouse-type';
import { readColumnType, unwrapType } from './column-type';
import { printedValue } from './printed-value';

/**
 * Geometric types are arrays of points. https://clickhouse.com/docs/sql-reference/data-types/geo
 */
const POINT: ClickhouseType = { name: 'Tuple', arguments: [number(), number()] };
const GEOMETRIES: Readonly<Record<string, ClickhouseType>> = {
  Point: POINT,
  Ring: arrayOf(POINT),
  LineString: arrayOf(POINT),
  Polygon: arrayOf(arrayOf(POINT)),
  MultiLineString: arrayOf(arrayOf(POINT)),
  MultiPolygon: arrayOf(arrayOf(arrayOf(POINT))),
};

/**
 * Renders the JSON text of a value, `null` included. Values in arrays, maps and tuples print as the
 * scalars of columns do; documents of the types JSON, Variant and Dynamic print as ClickHouse
 * prints them.
 */
export function jsonText(type: ClickhouseType, ref: Sql, depth = 0): Sql {
  const { type: bare, nullable } = unwrapType(type);
  const text = bareJsonText(bare, ref, depth);
  // Only tuples are both structures and nullable.
  return nullable && bare.name === 'Tuple' ? sql`if(isNull(${ref}), 'null', ${text})` : text;
}

function bareJsonText(type: ClickhouseType, ref: Sql, depth: number): Sql {
  const parts = typeArguments(type);
  switch (type.name) {
    case 'Array':
      return listText(parts[0]?.type, ref, depth);
    case 'Map':
      return mapText(parts[0]?.type, parts[1]?.type, ref, depth);
    case 'Tuple':
      return tupleText(parts, ref, depth);
    case 'Nested':
      return listText({ name: 'Tuple', arguments: type.arguments }, ref, depth);
    default: {
      const geometry = GEOMETRIES[type.name];
      if (geometry !== undefined) return bareJsonText(geometry, ref, depth);
      const read = readColumnType(type);
      const value = read === null || read.encoding === 'json' ? ref : printedValue(read, ref);
      return sql`ifNull(toJSONString(${value}), 'null')`;
    }
  }
}

/** concat('[', arrayStringConcat(arrayMap(x0 -> ..., ref), ','), ']') */
function listText(element: ClickhouseType | undefined, ref: Sql, depth: number): Sql {
  if (element === undefined) return sql`'[]'`;
  const item = variable('x', depth);
  return joinSql(
    [
      sql`concat('[', arrayStringConcat(arrayMap(${item} ->`,
      sql`${jsonText(element, item, depth + 1)}, ${ref}), ','), ']')`,
    ],
    ' ',
  );
}

/** A JSON object, whose keys are the texts of what they would be as values. */
function mapText(
  key: ClickhouseType | undefined,
  value: ClickhouseType | undefined,
  ref: Sql,
  depth: number,
): Sql {
  if (key === undefined || value === undefined) return sql`'{}'`;
  const [k, v] = [variable('k', depth), variable('v', depth)];
  const read = readColumnType(key);
  const name = sql`toJSONString(toString(${read === null ? k : printedValue(read, k)}))`;
  const members = joinSql(
    [
      sql`arrayMap((${k}, ${v}) -> concat(${name}, ':', ${jsonText(value, v, depth + 1)}),`,
      sql`mapKeys(${ref}), mapValues(${ref}))`,
    ],
    ' ',
  );
  return sql`concat('{', arrayStringConcat(${members}, ','), '}')`;
}

/** A tuple as an object where its elements have names, else as an array. */
function tupleText(parts: ReturnType<typeof typeArguments>, ref: Sql, depth: number): Sql {
  if (parts.length === 0) return sql`'[]'`;
  const isNamed = parts.every((part) => part.label !== null);
  const members = parts.flatMap((part, index) => {
    const text = jsonText(
      part.type,
      sql`tupleElement(${ref}, ${Sql.dangerouslyFromText(String(index + 1))})`,
      depth,
    );
    const prefix = `${index === 0 ? '' : ','}${isNamed ? `${JSON.stringify(part.label)}:` : ''}`;
    return prefix === '' ? [text] : [clickhouseString(prefix), text];
  });
  const [open, close] = isNamed ? [sql`'{'`, sql`'}'`] : [sql`'['`, sql`']'`];
  return sql`concat(${joinSql([open, ...members, close], ', ')})`;
}

function variable(letter: 'x' | 'k' | 'v', depth: number): Sql {
  return Sql.dangerouslyFromText(`${letter}${depth}`);
}

function number(): ClickhouseType['arguments'][number] {
  return { kind: 'type', label: null, type: { name: 'Float64', arguments: [] } };
}

function arrayOf(type: ClickhouseType): ClickhouseType {
  return { name: 'Array', arguments: [{ kind: 'type', label: null, type }] };
}
