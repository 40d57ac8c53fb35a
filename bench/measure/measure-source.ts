import { Pool } from 'pg';
import type { Login } from '../sources/start-sources';
import { median } from './median';

/**
 * Runs one statement in PostgreSQL itself, again and again over pooled connections, as pg's users
 * do.
 */
export async function measureSource(
  login: Login,
  statement: string,
  connections: number,
  durationMs: number,
): Promise<{ readonly requestsPerSecond: number; readonly p50Ms: number }> {
  const { username, ...where } = login;
  const pool = new Pool({ ...where, user: username, max: connections });
  try {
    await Promise.all(Array.from({ length: connections }, () => pool.query(statement)));
    const latencies: number[] = [];
    const startedAt = performance.now();
    const repeat = async (): Promise<void> => {
      while (performance.now() - startedAt < durationMs) {
        const sentAt = performance.now();
        await pool.query(statement);
        latencies.push(performance.now() - sentAt);
      }
    };
    await Promise.all(Array.from({ length: connections }, repeat));
    return {
      requestsPerSecond: (latencies.length / (performance.now() - startedAt)) * 1000,
      p50Ms: median(latencies),
    };
  } finally {
    await pool.end();
  }
}
