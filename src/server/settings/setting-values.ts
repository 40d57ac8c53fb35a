import { z } from 'zod';
import { Secret } from '../../util/secret';

/** Shortest key that is accepted from the environment, in characters. */
export const MIN_KEY_LENGTH = 16;

const HOST_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const IPV6_ADDRESS = /^\[?[0-9a-f:.]*:[0-9a-f:.]*\]?$/i;

const isHost = (text: string): boolean => HOST_NAME.test(text) || IPV6_ADDRESS.test(text);
const isHostPattern = (text: string): boolean =>
  isHost(text.startsWith('*.') ? text.slice(2) : text);
const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Any text. */
export const plainText = z.string();

/** A whole number in decimal digits, within the bounds. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

/** A choice of two words: true for the first one. */
export const oneOfTwo = (yes: string, no: string) =>
  z.enum([yes, no], `must be ${yes} or ${no}`).transform((word) => word === yes);

export const hostToListenOn = z
  .string()
  .refine(isHost, 'must be a host name or an address, without a port');

export const logLevel = z.enum(
  ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
  'must be trace, debug, info, warn, error or silent',
);

/**
 * A base URL without user information: that belongs into settings of its own, which are kept
 * secret.
 */
export const serverUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be an http:// or https:// URL',
  )
  .refine(
    (text) =>
      !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
    'must not hold a user or password: use CLICKHOUSE_USER and CLICKHOUSE_PASSWORD',
  );

export const secretText = z.string().transform((text) => new Secret(text));

/** A key of callers. Visible ASCII only, because it travels in a header. */
export const callerKey = z
  .string()
  .min(MIN_KEY_LENGTH, `must have at least ${MIN_KEY_LENGTH} characters`)
  .regex(/^[\x21-\x7e]*$/, 'must consist of visible ASCII characters without spaces')
  .transform((text) => new Secret(text));

/** `*`, or a list of origins. */
export const originList = z
  .string()
  .transform(splitList)
  .refine(
    (list) => (list.length === 1 && list[0] === '*') || list.every(isOrigin),
    'must be * or a list of origins such as https://app.example.com',
  )
  .transform((list): '*' | readonly string[] => (list[0] === '*' ? '*' : list));

export const hostPatternList = z
  .string()
  .transform((text) => splitList(text.toLowerCase()))
  .refine(
    (list) => list.length > 0 && list.every(isHostPattern),
    'must be a list of host names, addresses or patterns such as *.example.com',
  );
