/**
 * Every spelling of a secret that a program may leave behind: as it is, encoded, and inside a
 * longer encoded text.
 * @param core a part without special characters, which survives every way of escaping
 */
export function secretForms(secret: string, core: string = secret): readonly Buffer[] {
  const texts = [
    secret,
    core,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[\\']/g, '\\$&'),
    secret.replaceAll("'", "''"),
  ];
  const hex = Buffer.from(core).toString('hex');
  // Base64 of a longer text holds one of three spellings, by where the secret starts; its first and
  // last characters depend on what is around it.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(`${'x'.repeat(shift)}${core}`)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : shift + 1, -2),
  );
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const utf16 = Buffer.from(core, 'utf16le');
  return [...new Set([...texts, hex, hex.toUpperCase(), ...base64, ...urlSafe])]
    .map((text) => Buffer.from(text))
    .concat(utf16);
}

/** Which of the secrets a content holds, by name, in any form. */
export function findSecrets(
  content: Buffer | string,
  secrets: ReadonlyMap<string, readonly Buffer[]>,
): readonly string[] {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
  return [...secrets]
    .filter(([, forms]) => forms.some((form) => bytes.includes(form)))
    .map(([name]) => name);
}
