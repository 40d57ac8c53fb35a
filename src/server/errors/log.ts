import { pino, type DestinationStream, type Logger } from 'pino';
import type { Settings } from '../settings/settings';

export type Log = Logger;

/** JSON lines on the standard error stream: standard output is left to commands that print data. */
export function createLog(
  level: Settings['logLevel'],
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
