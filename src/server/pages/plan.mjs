// Draws the plan of an operation: a column for each service, a row for each statement, an arrow
// where keys go from one to another.

const STATEMENT =
  'field service strategy why clickhouse received pushed remaining ' +
  'sources { service received pushed estimatedRows estimatedBytes } ' +
  'keysFrom estimatedRows estimatedBytes';
const EXPLAIN = `query ($query: String!, $variables: JSON, $operationName: String) {
  explain(query: $query, variables: $variables, operationName: $operationName) {
    statements { ${STATEMENT} } refusals { field code message }
  }
}`;

const find = (id) => document.getElementById(id);

find('explain').addEventListener(
  'click',
  () =>
    void show('explaining', async (operation) => {
      const { data, errors } = await send({ query: EXPLAIN, variables: operation }, {});
      const { statements, refusals } = data?.explain ?? { statements: [], refusals: [] };
      return {
        statements,
        problems: [
          ...toProblems(errors),
          ...refusals.map(({ field, code, message }) => `${field}: ${message} (${code})`),
        ],
      };
    }),
);

find('run').addEventListener(
  'click',
  () =>
    void show('running', async (operation) => {
      const { errors, extensions } = await send(operation, { 'tributary-plan': '1' });
      return { statements: extensions?.plan ?? [], problems: toProblems(errors) };
    }),
);

addEventListener('resize', () => drawArrows());

/** What is drawn now: cards by their statements. */
let drawn = [];

async function show(doing, load) {
  find('status').textContent = `${doing} ...`;
  const startedAt = performance.now();
  let plan;
  try {
    plan = await load(readOperation());
  } catch (error) {
    plan = { statements: [], problems: [error.message] };
  }
  const count = plan.statements.length;
  find('status').textContent =
    `${count === 1 ? '1 statement' : `${count} statements`}, ` +
    `${Math.round(performance.now() - startedAt)} ms`;
  drawProblems(plan.problems);
  drawPlan(plan.statements);
}

function readOperation() {
  const text = find('variables').value.trim();
  let variables = null;
  try {
    variables = text === '' ? null : JSON.parse(text);
  } catch {
    throw new Error('The variables are not valid JSON.');
  }
  return {
    query: find('query').value,
    variables,
    operationName: find('operation').value.trim() || null,
  };
}

async function send(body, headers) {
  const key = find('key').value.trim();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return response.json();
}

function toProblems(errors) {
  return (errors ?? []).map(
    ({ path, message, extensions }) =>
      `${path ? `${path.join('.')}: ` : ''}${message} (${extensions?.code ?? 'error'})`,
  );
}

function drawProblems(problems) {
  const place = find('errors');
  place.replaceChildren(...problems.map((problem) => element('p', {}, problem)));
  place.hidden = problems.length === 0;
}

function drawPlan(statements) {
  const services = [...new Set(statements.flatMap(servicesOf))];
  const place = find('plan');
  place.style.gridTemplateColumns = `repeat(${Math.max(services.length, 1)}, minmax(18rem, 1fr))`;
  const lanes = services.map((service) =>
    drawLane(
      service,
      statements.filter((statement) => statement.service === service),
    ),
  );
  drawn = statements.map((statement, index) => {
    const card = drawCard(statement, index + 1);
    card.style.gridRow = String(index + 2);
    card.style.gridColumn = String(services.indexOf(statement.service) + 1);
    return { statement, card };
  });
  place.replaceChildren(...lanes, ...drawn.map(({ card }) => card));
  drawArrows();
}

function servicesOf({ service, sources }) {
  return [service, ...(sources ?? []).map((source) => source.service)];
}

function drawLane(service, statements) {
  const total = (member) =>
    statements.reduce((sum, statement) => sum + Number(statement[member] ?? 0), 0);
  const wasRun = statements.some((statement) => typeof statement.rows === 'number');
  const figures = wasRun
    ? `${number(total('rows'))} rows, ${bytes(total('bytes'))}, ${number(total('clickhouseMs'))} ms`
    : '';
  return element(
    'div',
    { className: 'lane' },
    element('b', {}, service),
    element(
      'div',
      {},
      `${statements.length} statement${statements.length === 1 ? '' : 's'}`,
      figures === '' ? '' : `: ${figures}`,
    ),
  );
}

function drawCard(statement, place) {
  const { field, strategy, why, clickhouse, received, pushed, remaining, keysFrom, sources } =
    statement;
  const list = (title, className, items) =>
    items.length === 0
      ? []
      : [
          element('div', { className }, `${title}:`),
          element('ul', { className }, ...items.map((item) => element('li', {}, item))),
        ];
  const others = (sources ?? []).slice(1);
  return element(
    'article',
    { className: 'card' },
    element(
      'h2',
      {},
      `${place}. ${field} `,
      element(
        'span',
        { className: 'strategy' },
        strategy === 'ENGINE_SCAN' ? 'engine scan' : 'passthrough',
      ),
    ),
    element('div', {}, why),
    element('div', { className: 'figures' }, figuresOf(statement)),
    ...(keysFrom.length === 0
      ? []
      : [element('div', { className: 'keys' }, `keys from ${keysFrom.join('; ')}`)]),
    ...list('the service evaluates', 'pushed', pushed),
    ...others.flatMap((other) => list(`${other.service} evaluates`, 'pushed', other.pushed)),
    ...list('left to ClickHouse', 'remaining', remaining),
    ...drawTexts('what the service receives', received),
    ...others.flatMap((other) => drawTexts(`what ${other.service} receives`, other.received)),
    ...drawTexts('what ClickHouse is sent', [clickhouse]),
  );
}

function drawTexts(title, texts) {
  if (texts.length === 0) return [];
  return [
    element(
      'details',
      { ontoggle: () => drawArrows() },
      element('summary', {}, title),
      ...texts.map((text) => element('pre', {}, text)),
    ),
  ];
}

function figuresOf({ estimatedRows, estimatedBytes, rows, bytes: pulled, clickhouseMs, totalMs }) {
  const estimate =
    estimatedRows === null
      ? 'estimate: unknown'
      : `estimate: at most ${number(estimatedRows)} rows` +
        (estimatedBytes === null ? '' : `, ${bytes(estimatedBytes)}`);
  if (typeof rows !== 'number') return estimate;
  return (
    `${number(rows)} rows, ${bytes(pulled)}, ${number(clickhouseMs)} ms in ClickHouse, ` +
    `${number(totalMs)} ms in all (${estimate})`
  );
}

function drawArrows() {
  const place = find('plan');
  place.querySelector('svg')?.remove();
  const svg = draw('svg', {});
  const marker = draw('marker', {
    id: 'head',
    viewBox: '0 0 8 8',
    refX: '7',
    refY: '4',
    markerWidth: '7',
    markerHeight: '7',
    orient: 'auto',
  });
  marker.append(draw('path', { d: 'M0 0 L8 4 L0 8 z' }));
  svg.append(marker);
  const origin = place.getBoundingClientRect();
  for (const { statement, card } of drawn) {
    for (const from of drawn.filter(
      (other) => other.card !== card && statement.keysFrom.includes(other.statement.field),
    )) {
      svg.append(
        draw('path', {
          d: curve(from.card.getBoundingClientRect(), card.getBoundingClientRect(), origin),
          'marker-end': 'url(#head)',
        }),
      );
    }
  }
  place.append(svg);
}

/**
 * From the lower edge of one card to the side of another; where they are in one column, down the
 * left of both.
 */
function curve(from, to, origin) {
  const x = (value) => Math.round(value - origin.left);
  const y = (value) => Math.round(value - origin.top);
  const end = y(to.top + 24);
  if (Math.abs(from.left - to.left) < 2) {
    const left = x(from.left);
    return (
      `M${left} ${y(from.bottom - 20)} C${left - 30} ${y(from.bottom - 10)} ${left - 30} ` +
      `${end} ${left - 2} ${end}`
    );
  }
  const isRightwards = to.left > from.left;
  const start = x(from.left + from.width * (isRightwards ? 0.75 : 0.25));
  const side = x(isRightwards ? to.left - 2 : to.right + 2);
  return `M${start} ${y(from.bottom)} C${start} ${end} ${start} ${end} ${side} ${end}`;
}

function draw(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function element(name, members, ...children) {
  const made = Object.assign(document.createElement(name), members);
  made.append(...children);
  return made;
}

function number(value) {
  return Number(value ?? 0).toLocaleString('en', { maximumFractionDigits: 1 });
}

function bytes(value) {
  const count = Number(value ?? 0);
  if (count < 10_000) return `${number(count)} B`;
  return count < 10_000_000 ? `${number(count / 1024)} KiB` : `${number(count / 1024 / 1024)} MiB`;
}
