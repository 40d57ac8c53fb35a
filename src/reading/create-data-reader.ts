import type { Connector } from '../connectors/contract/connector';
import { GatewayError } from '../errors/gateway-error';
import { reportPlan } from './request/plan-report';
import { RawJson } from '../model/raw-json';
import { runWithFallback } from './statements/run-with-fallback';
import { runWarmOrPlain } from '../execution/warm-queries/run-warm-or-plain';
import type { ExecutionContext } from '../execution/statements/run-statement';
import { runRead, type ReadSession } from './statements/run-read';
import { splitKeyLines } from '../execution/slots/split-key-lines';
import { splitKeyedRows } from '../execution/slots/split-keyed-rows';
import { splitParts } from '../execution/slots/split-parts';
import type { DataRequest } from '../model/selection/data-request';
import type { RemoteTable } from '../model/remote-table';
import type { ServiceType } from '../model/service';
import { explainRead } from '../planning/explain-read';
import type { PrintedKey } from '../model/predicate/key-values';
import { sharesOf } from '../planning/plan/planned-statement';
import { planRead } from '../planning/plan-read';
import type { PlanningContext } from '../planning/plan/planning-context';
import type { ReadSteps } from '../planning/plan/read-steps';
import type { ScanBudget } from '../planning/budget/scan-budget';
import { planUniqueKeys, uniqueKeyText } from '../planning/strategy/unique-key-request';
import { sourceVersion } from '../registry/source-version';
import { planUniqueRanges, uniqueRangeRequest } from '../planning/strategy/unique-range-request';
import type { RegistrySnapshot } from '../registry/snapshot';
import { linkSignal, type LinkedSignal } from '../util/link-signal';
import { randomMark } from '../util/random-mark';
import { assertNotPaused } from './statements/assert-not-paused';
import type { ReadData } from './request/read-data';
import { answerLedgerOf, ledgerOf } from './ledger-of';
import type { RequestContext } from './request/request-context';
import { withBatchedKeys } from './sharing/batched-keys';
import { withBatchedRanges } from './sharing/batched-ranges';

export interface DataReaderOptions {
  readonly execution: ExecutionContext;
  readonly connectorFor: (type: ServiceType) => Connector;
  /** ClickHouse has passthrough queries, and the operator did not switch them off. */
  readonly passthrough: boolean;
  /** ClickHouse asks for TimeZone UTC in the sessions that it opens in services. */
  readonly utcSessions: boolean;
  /** Keys that are sent to a service as literals, at most. */
  readonly maxKeys: number;
  /** What one request may pull from one service beyond what it answers. */
  readonly scanBudget: ScanBudget;
}

/** Of lists in one statement: longer ones are read alone. */
const MAX_BYTES_TOGETHER = 16 * 1024 * 1024;
const EMPTY_LIST = Buffer.from('[]');
const EMPTY_OBJECT = Buffer.from('{}');
const NULL = Buffer.from('null');

/** Plans and runs data requests against the tables of one snapshot. */
export function createDataReader(snapshot: RegistrySnapshot, options: DataReaderOptions): ReadData {
  const contextsOf =
    (context: RequestContext, mark: string) =>
    (table: RemoteTable): PlanningContext => {
      const limited =
        context.dangerouslyAllowFullScan === true ? {} : { budget: options.scanBudget };
      return { ...planningContext(table, snapshot, options), mark, ...limited };
    };
  const read: ReadData = async (request, context, mayStream = false) => {
    const mark = randomMark();
    const plan = planRead(request, {
      contextOf: contextsOf(context, mark),
      mark,
      maxKeys: options.maxKeys,
    });
    if (context.isExplained === true) return explain(plan, request, context, options);
    return withStatements(context, options.execution, (run) => {
      const session: ReadSession = { mark, maxBytes: options.execution.limits.maxResultBytes, run };
      return runRead(
        plan,
        session,
        request.result === 'ONE' ? NULL : EMPTY_LIST,
        mayStream && request.result === 'LIST',
      );
    });
  };
  const shared = withBatchedKeys(
    read,
    async (field, keys, context) => {
      const plan = planUniqueKeys(keys, contextsOf(context, randomMark())(keys[0].rows.table));
      const { body } = await withStatements(context, options.execution, (run) =>
        run(field, plan, []),
      );
      const textOf = (printed: PrintedKey): string | null => uniqueKeyText(keys[0], printed);
      return plan.body === 'LINES'
        ? splitKeyLines(body, keys[0].columns.length, textOf)
        : splitKeyedRows(body, textOf);
    },
    options.maxKeys,
  );
  const { limits } = options.execution;
  const together = withBatchedRanges(shared, {
    limits,
    toRange: (request, maxRows) =>
      uniqueRangeRequest(
        request,
        maxRows,
        (table) => planningContext(table, snapshot, options).connector.dialect,
      ),
    read: async (field, ranges, context) => {
      const plan = planUniqueRanges(
        ranges,
        contextsOf(context, randomMark())(ranges[0].rows.table),
      );
      const execution = {
        ...options.execution,
        limits: { ...limits, maxResultBytes: Math.min(limits.maxResultBytes, MAX_BYTES_TOGETHER) },
      };
      const { body } = await withStatements(context, execution, (run) => run(field, plan, []));
      return splitParts(
        body,
        ranges.map(({ range }) => range),
      );
    },
  });
  return async (request, context, mayStream) => {
    assertNotPaused(request, snapshot);
    return together(request, context, mayStream);
  };
}

/** Adds to the plans what would be run. @returns an answer without rows */
function explain(
  plan: ReadSteps,
  request: DataRequest,
  context: RequestContext,
  { maxKeys }: DataReaderOptions,
): RawJson {
  context.plans.push(...explainRead(plan, maxKeys).map((statement) => reportPlan(statement, null)));
  if (request.result === 'LIST') return new RawJson(EMPTY_LIST);
  return new RawJson(request.kind === 'groups' ? EMPTY_OBJECT : NULL);
}

/** All statements of a reading end by the time that one may take, and with the first that fails. */
async function withStatements<T>(
  context: RequestContext,
  execution: ExecutionContext,
  read: (run: ReadSession['run']) => Promise<T>,
): Promise<T> {
  const linked = linkSignal(context.signal);
  try {
    return await read(statementRunner(context, execution, linked));
  } finally {
    linked.unlink();
  }
}

function statementRunner(
  context: RequestContext,
  execution: ExecutionContext,
  linked: LinkedSignal,
): ReadSession['run'] {
  const endsAt = performance.now() + execution.limits.timeoutMs;
  return async (field, plan, keysFrom, mayStream) => {
    // In the order in which they start, and there also when one fails.
    const place = context.planRequested
      ? context.plans.push(reportPlan({ field, keysFrom, plan }, null)) - 1
      : null;
    const answered = runWithFallback(plan, async (wanted) => {
      const limits = { ...execution.limits, timeoutMs: Math.max(1, endsAt - performance.now()) };
      const {
        plan: chosen,
        answer,
        answerBytes,
        cost,
      } = await runWarmOrPlain(wanted, linked.signal, { ...execution, limits }, mayStream);
      if (place !== null)
        context.plans[place] = reportPlan({ field, keysFrom, plan: chosen }, cost);
      try {
        answerLedgerOf(context).enter(
          { rows: cost.answerRows, bytes: answerBytes },
          execution.limits,
        );
        for (const { service, pull } of sharesOf(chosen))
          if (pull !== undefined) ledgerOf(context).enter(service, pull, cost);
      } catch (error) {
        answer.rest?.destroy();
        throw error;
      }
      return answer;
    });
    return answered.catch((error: unknown) => {
      linked.abort(error);
      throw error;
    });
  };
}

function planningContext(
  table: RemoteTable,
  snapshot: RegistrySnapshot,
  options: DataReaderOptions,
): PlanningContext {
  const { warmTables, limits } = options.execution;
  const service = snapshot.service(table.serviceId);
  const integration = snapshot.integration(table.integrationId);
  if (service === undefined || integration === undefined) {
    throw new GatewayError('INTERNAL', `The remote table ${table.id} has lost its integration.`);
  }
  return {
    service,
    connector: options.connectorFor(service.type).queries,
    collection: integration.namedCollection,
    passthrough: options.passthrough,
    utcSessions: options.utcSessions,
    ...(warmTables === undefined
      ? {}
      : {
          keeping: {
            version: sourceVersion(service, integration),
            readTimeoutMs: limits.timeoutMs,
          },
        }),
  };
}
