import { createTextScalar } from './text-scalar';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const UuidScalar = createTextScalar({
  name: 'UUID',
  description:
    'A universally unique identifier, e.g. "123e4567-e89b-12d3-a456-426614174000". Printed ' +
    'in lower case.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  expected: 'a UUID such as "123e4567-e89b-12d3-a456-426614174000"',
  parse: (text) => {
    const lower = text.toLowerCase();
    return UUID.test(lower) ? lower : null;
  },
});
