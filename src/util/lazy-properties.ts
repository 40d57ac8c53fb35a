/** An object whose properties are made when they are first read, and kept. */
export function lazyProperties<T extends object>(makers: {
  readonly [Name in keyof T]: () => T[Name];
}): T {
  const object = {} as T;
  for (const name of Object.keys(makers) as (keyof T)[]) {
    Object.defineProperty(object, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = makers[name]();
        Object.defineProperty(object, name, { enumerable: true, value });
        return value;
      },
    });
  }
  return object;
}
