/** The reasons that graphql-js 16 gives without quoting a value. */
const SAFE_REASONS = [
  /Field "[^"]*" of required type "[^"]*" was not provided\.$/,
  /Field "\w*" is not defined by type "[^"]*"\.$/,
  /Expected non-nullable type "[^"]*" not to be null\.$/,
  /Expected type "[^"]*" to be an object\.$/,
];

/**
 * Takes the caller's values out of graphql-js's own messages, which print them: a rejected
 * `CredentialsInput` would come back with its password, and clients write such messages to their
 * logs.
 */
export function redactMessage(message: string): string {
  const variable = /^(Variable "\$\w+") got invalid value /.exec(message)?.[1];
  if (variable !== undefined) {
    const path = / at "(\w+(?:\.\w+|\[\d+\])+)"; [^;]*$/.exec(message)?.[1];
    const reason = SAFE_REASONS.map((pattern) => pattern.exec(message)?.[0]).find(
      (found) => found !== undefined,
    );
    const place = path === undefined ? '' : ` at "${path}"`;
    return `${variable} got an invalid value${place}. ${reason ?? 'It does not fit its type.'}`;
  }
  return message
    .replace(/(Syntax Error: .*\b(?:String|BlockString)) "[\s\S]*"/, '$1')
    .replace(/( cannot represent [\w -]+): [\s\S]*$/, '$1.')
    .replace(/(Expected value of type "[^"]*"), found [\s\S]*$/, '$1.');
}
