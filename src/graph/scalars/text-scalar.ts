import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

export interface TextScalarOptions {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL?: string;
  /** The accepted form: the end of the sentence "NAME must be ...". */
  readonly expected: string;
  /** The canonical text of a text; null when it is not one of the scalar's. */
  readonly parse: (text: string) => string | null;
  /**
   * Number literals that are accepted without quotes. A whole number is always fine where FLOAT is.
   */
  readonly numbers?: 'INT' | 'FLOAT';
  /**
   * The JSON form of a value of the code; values are canonical already unless this says otherwise.
   */
  readonly serialize?: (value: unknown) => string;
}

/**
 * A scalar whose JSON form is a text. Inputs become canonical text, so that equal values are equal
 * texts. Refusals name the expected form and never echo the value.
 */
export function createTextScalar(options: TextScalarOptions): GraphQLScalarType<string, unknown> {
  const parse = (text: string | null): string => {
    const canonical = text === null ? null : options.parse(text);
    if (canonical === null) {
      throw new GraphQLError(`${options.name} must be ${options.expected}.`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    return canonical;
  };
  return new GraphQLScalarType<string, unknown>({
    name: options.name,
    description: options.description,
    specifiedByURL: options.specifiedByURL,
    serialize: options.serialize ?? String,
    parseValue: (value) => parse(textOfValue(value, options.numbers)),
    parseLiteral: (node) => parse(textOfLiteral(node, options.numbers)),
  });
}

/**
 * A number of a JSON document was rounded to a double when it was parsed: whole numbers beyond 2^53
 * are refused.
 */
function textOfValue(value: unknown, numbers: TextScalarOptions['numbers']): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' && numbers !== undefined) return value.toString();
  if (typeof value !== 'number' || numbers === undefined) return null;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value.toString() : null;
  return numbers === 'FLOAT' && Number.isFinite(value) ? value.toString() : null;
}

/** A number literal of a document is still text, so it is exact at any length. */
function textOfLiteral(node: ValueNode, numbers: TextScalarOptions['numbers']): string | null {
  if (node.kind === Kind.STRING) return node.value;
  if (node.kind === Kind.INT && numbers !== undefined) return node.value;
  return node.kind === Kind.FLOAT && numbers === 'FLOAT' ? node.value : null;
}
