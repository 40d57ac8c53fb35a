import type { FieldNode } from 'graphql';

/** A name for each field of each document. Documents that are valid are kept, so the same text has the same field nodes. */
export class FieldNames {
  readonly #names = new WeakMap<FieldNode, string>();
  #named = 0;

  of(node: FieldNode): string {
    const name = this.#names.get(node) ?? String(this.#named++);
    this.#names.set(node, name);
    return name;
  }
}
