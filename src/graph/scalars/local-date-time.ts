import { parseMoment, renderMoment } from './calendar';
import { createTextScalar } from './text-scalar';

export const LocalDateTimeScalar = createTextScalar({
  name: 'LocalDateTime',
  description:
    'A date and a time of day without a zone, e.g. "2026-01-31T08:15:00.25", with at most ' +
    'six digits of a fraction. ' +
    'Inputs may have a blank instead of the T.',
  expected:
    'a date and time without a zone, e.g. "2026-01-31T08:15:00", of the years 0001 to 9999, ' +
    'with at most six digits of a fraction',
  parse: (text) => {
    const moment = parseMoment(text);
    return moment === null ? null : renderMoment(moment);
  },
});
