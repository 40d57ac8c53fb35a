import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { buildSchema, parse, validate } from 'graphql';
import { createPlanPage } from '../../../src/server/pages/plan-page';
import { ROOT } from '../../architecture/source-files';

const textOf = (path: string, query?: string): string =>
  (createPlanPage(query).get(path)?.body[0] as Buffer).toString('utf8');
const pageOf = (query?: string): string => textOf('/plan', query);
const script = textOf('/plan/plan.mjs');

test('the query of the operator stands in the page as text', () => {
  expect(pageOf('{ a(b: "</textarea><script>$& </script>") }')).toContain(
    'spellcheck="false">{ ' +
      'a(b: "&lt;/textarea&gt;&lt;script&gt;$&amp; ' +
      '&lt;/script&gt;") }</textarea>',
  );
  expect(pageOf()).toContain('spellcheck="false"></textarea>');
});

test('nothing in the page is written as HTML or run as code', () => {
  expect(script).not.toMatch(
    /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|Function\(|localStorage|sessionStorage|cookie/,
  );
  expect(pageOf()).not.toMatch(/<script[^>]*>[^<]| on\w+=| style=|https?:/);
});

test('what it asks for is in the schema', () => {
  const asked: string[] = [];
  const ignored = { addEventListener: () => undefined };
  const context = createContext({
    document: { getElementById: () => ignored },
    addEventListener: () => undefined,
    report: (text: string) => asked.push(text),
  });
  new Script(`${script}\nreport(EXPLAIN);`).runInContext(context);
  const schema = buildSchema(readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8'));
  expect(asked).toHaveLength(1);
  expect(validate(schema, parse(asked[0] ?? ''))).toEqual([]);
});
