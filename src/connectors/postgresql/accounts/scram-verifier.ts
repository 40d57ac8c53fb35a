import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** PostgreSQL's own default, `scram_iterations`. */
const ITERATIONS = 4096;

/**
 * Hashes a password as PostgreSQL keeps it. The hash is sent in the place of the password, which so
 * is in no statement and in no log of the server.
 * https://www.postgresql.org/docs/current/catalog-pg-authid.html
 *
 * @param password ASCII only: other texts would have to be normalised first (RFC 4013)
 */
export async function scramVerifier(password: string): Promise<string> {
  const salt = randomBytes(16);
  const salted = await promisify(pbkdf2)(password, salt, ITERATIONS, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
