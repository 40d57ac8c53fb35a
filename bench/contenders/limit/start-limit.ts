import type { SqlQuestion } from '../../cases/bench-case';
import { isList } from '../../cases/read-rows';
import type { Engine } from '../../engine/start-engine';
import type { Contender, Prepared } from '../contender';

/** JSON as the data API has it, printed by ClickHouse. */
const OUTPUT = {
  output_format_json_array_of_rows: '1',
  output_format_json_quote_64bit_integers: '1',
  output_format_json_quote_decimals: '1',
  date_time_output_format: 'iso',
} as const;

/** SQL straight to ClickHouse over HTTP: what any gateway in front of it can at best reach. */
export function startLimit(engine: Engine): Contender {
  return {
    name: 'limit',
    description: `hand-written SQL, ClickHouse ${engine.version} over HTTP`,
    processes: [{ role: 'ClickHouse', pid: engine.pid }],
    prepare: (benchCase, variant, size) => {
      const question = benchCase.ask(variant, size).limit;
      return question.kind === 'unable' ? question : prepareSql(engine, question);
    },
  };
}

function prepareSql({ connection }: Engine, { statements, settings, rows }: SqlQuestion): Prepared {
  const { hostname, port } = new URL(connection.url);
  return {
    kind: 'prepared',
    target: {
      host: hostname,
      port: Number(port),
      path: `/?${new URLSearchParams({ ...OUTPUT, ...settings }).toString()}`,
      headers: {
        ...connection.httpHeaders,
        'X-ClickHouse-User': connection.username,
        'X-ClickHouse-Key': connection.password.reveal(),
      },
    },
    request: { bodies: statements },
    rows: rows ?? ((answer) => (isList(answer) ? answer : [answer])),
  };
}
