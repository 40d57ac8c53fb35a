import type { FieldNode } from 'graphql';

/**
 * An id for each field node of each document. Documents that were found valid are kept, so that the
 * same text has the same field nodes, and with them the same ids.
 */
export class FieldNodeIds {
  readonly #ids = new WeakMap<FieldNode, string>();
  #count = 0;

  of(node: FieldNode): string {
    const id = this.#ids.get(node) ?? String(this.#count++);
    this.#ids.set(node, id);
    return id;
  }
}
