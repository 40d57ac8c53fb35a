/**
 * A JSON value in UTF-8, complete and valid, that ClickHouse printed. As a leaf of an execution result it goes into
 * the response byte for byte: nothing parses or prints it again.
 */
export class RawJson {
  constructor(readonly body: Buffer) {}
}
