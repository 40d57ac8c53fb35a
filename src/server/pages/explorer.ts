import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import {
  getDistDirectory,
  isSandboxFrame,
  renderAltair,
  renderInitSnippet,
  SANDBOX_FRAME_CSP,
  type RenderOptions,
} from 'altair-static';
import type { Reply } from '../reply/reply';
import { createPlanPage } from './plan-page';

export interface Explorer {
  /**
   * The page at `/` or `/plan`, or one of their files.
   * @param path decoded path of the URL, e.g. `/main.js`
   * @returns null when there is no such file
   */
  read(path: string): Promise<Reply | null>;
}

export interface ExplorerOptions {
  /** The query that the page opens with. */
  readonly initialQuery?: string;
  /** Shows an `Authorization: Bearer` header to be filled in. */
  readonly needsKey: boolean;
}

const INIT_SCRIPT = 'tributary-explorer.js';

/**
 * Everything comes from this server. Angular writes style elements, and Altair starts workers from
 * blobs.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Altair, served without any network: https://altairgraphql.dev */
export function createExplorer(options: ExplorerOptions): Explorer {
  const files = listFiles(getDistDirectory());
  const altair = toAltairOptions(options);
  const page = Buffer.from(
    renderAltair(altair)
      .replace('<title>Altair</title>', '<title>Tributary</title>')
      .replaceAll(' nonce=""', ''),
  );
  const script = Buffer.from(renderInitSnippet(altair));
  const planPage = createPlanPage(options.initialQuery);
  return {
    async read(path) {
      if (path === '/' || path === '/index.html') return toReply('.html', page, PAGE_POLICY);
      if (path === `/${INIT_SCRIPT}`) return toReply('.js', script, PAGE_POLICY);
      const ofPlanPage = planPage.get(path);
      if (ofPlanPage !== undefined) return ofPlanPage;
      const file = files.get(path);
      if (file === undefined) return null;
      return toReply(
        extname(file),
        await readFile(file),
        isSandboxFrame(path) ? SANDBOX_FRAME_CSP : PAGE_POLICY,
      );
    },
  };
}

function toAltairOptions({ initialQuery, needsKey }: ExplorerOptions): RenderOptions {
  return {
    baseURL: '/',
    serveInitialOptionsInSeperateRequest: INIT_SCRIPT,
    endpointURL: '/graphql',
    initialQuery,
    initialHeaders: needsKey ? { Authorization: 'Bearer ' } : {},
    disableAccount: true,
    // Advertisements, and questions to servers that the page cannot and should not reach.
    initialSettings: { 'banners.disable': true, 'alert.disableUpdateNotification': true },
    // Altair keeps the user's tabs in the browser. Another initial query gets other tabs, or it
    // would not be seen.
    instanceStorageNamespace: `tributary_${createHash('sha256')
      .update(initialQuery ?? '')
      .digest('hex')
      .slice(0, 8)}_`,
  };
}

/**
 * URL path -> file. Only what is listed here is ever opened, so no path of a URL can lead
 * elsewhere.
 */
function listFiles(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [`/${relative(directory, file).split(sep).join('/')}`, file];
    }),
  );
}

function toReply(extension: string, body: Buffer, policy: string): Reply {
  return {
    status: 200,
    headers: {
      'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      // The sandbox frame has an origin of its own, so even its scripts are foreign to this server.
      ...(policy === SANDBOX_FRAME_CSP ? { 'access-control-allow-origin': '*' } : {}),
    },
    body: [body],
  };
}
