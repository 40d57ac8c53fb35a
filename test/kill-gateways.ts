import { startGatewayProcess } from './helpers/gateway/start-gateway-process';
import { startTestClickHouse } from './helpers/gateway/start-test-clickhouse';
import { startTestGateway } from './helpers/gateway/start-test-gateway';
import {
  killInMutations,
  prepareAll,
  removeAll,
  repeatAll,
  settledWithin,
  statementOf,
} from './helpers/kills/kill-round';
import {
  findForgottenAccounts,
  createKillablePostgresql,
  listKilledMutations,
} from './helpers/kills/killed-mutations';
import { makeTempDir } from './helpers/make-temp-dir';
import { startClickHouseDoor } from './helpers/sources/start-clickhouse-door';
import { startPostgresql } from './servers/postgresql-server';

/** Beyond it most mutations are done. */
const MOST_STATEMENTS = 90;

/**
 * Kills a gateway at random moments of all mutations at once, beside one that lives: `npm run kill-gateways -- 50`. Ends with code 1
 * when anything is left half done, or cannot be done again.
 */
async function killGateways(rounds: number): Promise<boolean> {
  const [postgresql, engine, folder] = await Promise.all([
    startPostgresql(),
    startTestClickHouse(),
    makeTempDir(),
  ]);
  const door = await startClickHouseDoor(engine);
  const survivor = await startTestGateway(door.env);
  const kind = await createKillablePostgresql(postgresql);
  const mutations = listKilledMutations('pg', kind);
  let isWell = true;
  for (let round = 1; isWell && round <= rounds; round += 1) {
    const [moment, restarts] = [
      1 + Math.floor(Math.random() * MOST_STATEMENTS),
      Math.random() < 0.5,
    ];
    await prepareAll(mutations, survivor.ask);
    await killInMutations(
      mutations,
      await startGatewayProcess(folder.path, { env: door.env }),
      statementOf(door, moment),
    );
    const next = restarts ? await startGatewayProcess(folder.path, { env: door.env }) : null;
    const wrong = [
      ...(await settledWithin(engine.clickhouse, restarts ? 5_000 : 20_000)),
      ...(await findForgottenAccounts(survivor.ask, kind)),
      ...(await repeatAll(mutations, survivor.ask)),
      ...(await settledWithin(engine.clickhouse, 0)),
      ...(await removeAll(mutations, survivor.ask)),
    ];
    next?.kill('SIGTERM');
    await next?.exited;
    isWell = wrong.length === 0;
    process.stderr.write(
      `round ${round}: killed at statement ${moment}, ${restarts ? 'started again' : 'left to the other'}: ${isWell ? 'well' : wrong.join('\n  ')}\n`,
    );
  }
  await survivor.stop();
  await door.stop();
  await engine.stop();
  await Promise.all([postgresql.remove(), folder.remove()]);
  return isWell;
}

void killGateways(Number(process.argv[2] ?? 20)).then((isWell) => {
  process.exitCode = isWell ? 0 : 1;
});
