import { parseDay } from './calendar';
import { createTextScalar } from './text-scalar';

export const DateScalar = createTextScalar({
  name: 'Date',
  description: 'A day of the calendar without a time, e.g. "2026-01-31".',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  expected: 'a day such as "2026-01-31", of the years 0001 to 9999',
  parse: parseDay,
});
