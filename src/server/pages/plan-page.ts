import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply } from '../reply/reply';

/** Nothing but its own three files, and `/graphql` of the same server. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The page that draws plans, and its files, by the path of the URL. `initialQuery` stands in it at
 * first.
 */
export function createPlanPage(initialQuery = ''): ReadonlyMap<string, Reply> {
  const page = readPart('plan.html').replace('<!-- query -->', () => escapeHtml(initialQuery));
  return new Map([
    ['/plan', toReply('text/html; charset=utf-8', page)],
    ['/plan/plan.css', toReply('text/css; charset=utf-8', readPart('plan.css'))],
    ['/plan/plan.mjs', toReply('text/javascript; charset=utf-8', readPart('plan.mjs'))],
  ]);
}

function readPart(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

function toReply(contentType: string, text: string): Reply {
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
    },
    body: [Buffer.from(text)],
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
