/**
 * Where a command reads and writes. Progress and errors go to `err`, so that `out` carries data.
 */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  out(line: string): void;
  err(line: string): void;
}
