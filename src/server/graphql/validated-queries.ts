import {
  getOperationAST,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** The most characters of query texts for one schema. Syntax trees are fifty times as large. */
const MAX_CHARACTERS = 512 * 1024;

export interface ValidatedQuery {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

interface Documents {
  characters: number;
  readonly byText: Map<string, DocumentNode>;
}

/**
 * Documents that Apollo Server has parsed and found valid, by their text, for each schema.
 * Forgotten with the schema.
 */
export class ValidatedQueries {
  readonly #documents = new WeakMap<GraphQLSchema, Documents>();

  remember(schema: GraphQLSchema, text: string, document: DocumentNode): void {
    const documents = this.#documents.get(schema) ?? {
      characters: 0,
      byText: new Map<string, DocumentNode>(),
    };
    this.#documents.set(schema, documents);
    if (documents.byText.has(text)) return;
    documents.byText.set(text, document);
    documents.characters += text.length;
    for (const [oldest] of documents.byText) {
      if (documents.characters <= MAX_CHARACTERS) return;
      documents.byText.delete(oldest);
      documents.characters -= oldest.length;
    }
  }

  /**
   * Finds the query of a text.
   * @returns null where the text was not validated before, and for mutations, which go the whole
   *   way
   *   each time
   */
  find(
    schema: GraphQLSchema,
    text: string,
    operationName: string | undefined,
  ): ValidatedQuery | null {
    const document = this.#documents.get(schema)?.byText.get(text);
    if (document === undefined) return null;
    const operation = getOperationAST(document, operationName);
    return operation?.operation === OperationTypeNode.QUERY ? { document, operation } : null;
  }
}
