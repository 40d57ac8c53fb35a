import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-files';

export interface DocumentLine {
  readonly number: number;
  readonly text: string;
}

export interface CodeBlock {
  /** What stands behind the backticks, e.g. `graphql`. */
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** A Markdown file of the repository. */
export interface MarkdownDocument {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  /** Lines outside of code blocks. */
  readonly prose: readonly DocumentLine[];
  readonly blocks: readonly CodeBlock[];
  /** What a link can name behind `#`, as GitHub makes it of headings. */
  readonly anchors: ReadonlySet<string>;
}

/** Every Markdown file that git knows, but for those that were deleted just now. */
export function readDocuments(): readonly MarkdownDocument[] {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'];
  return [...new Set(execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' }).split('\n'))]
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
    .map((path) => parseDocument(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** @param text Markdown whose code blocks are fenced by three backticks, indented or not */
function parseDocument(path: string, text: string): MarkdownDocument {
  const prose: DocumentLine[] = [];
  const blocks: CodeBlock[] = [];
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | null =
    null;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^\s*```(\w*)/.exec(line);
    if (open !== null && fence !== null) {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join('\n') });
      open = null;
    } else if (fence !== null) {
      open = { language: fence[1] ?? '', line: index + 2, lines: [] };
    } else if (open !== null) {
      open.lines.push(line);
    } else {
      prose.push({ number: index + 1, text: line });
    }
  }
  return { path, prose, blocks, anchors: listAnchors(prose) };
}

/** `## Who's who, in short` -> `whos-who-in-short`; the second heading of one name gets `-1`. */
function listAnchors(prose: readonly DocumentLine[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { text } of prose) {
    const heading = /^#{1,6} (.*?)\s*$/.exec(text)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
