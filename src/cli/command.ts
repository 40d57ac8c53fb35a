/** Where a command reads and writes. Progress and errors go to `err`, so that `out` carries data only. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  out(line: string): void;
  err(line: string): void;
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Printed by `tributary <command> --help`. */
  readonly help: string;
  /** @returns the exit code: 0 done, 1 failed, 2 wrong usage */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}
