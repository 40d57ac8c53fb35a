import type { TextMatch } from '../../model/predicate/predicate';

/**
 * Makes the pattern of a text match, with `escape` before `%`, `_` and itself where they stand for
 * themselves.
 */
export function likePattern(operator: TextMatch, text: string, escape: string): string {
  if (operator === 'LIKE' || operator === 'ILIKE') return translatePattern(text, escape);
  const escaped = literally(text, escape);
  return (operator === 'STARTS_WITH' ? '' : '%') + escaped + (operator === 'ENDS_WITH' ? '' : '%');
}

/** Translates a pattern of the gateway, in which a backslash takes the next character literally. */
function translatePattern(pattern: string, escape: string): string {
  return pattern.replace(
    /\\(.?)|([^\\%_])/gsu,
    (_all, escaped: string | undefined, plain: string | undefined) =>
      literally(plain ?? (escaped === undefined || escaped === '' ? '\\' : escaped), escape),
  );
}

function literally(text: string, escape: string): string {
  return text.replace(/[\\%_|]/g, (character) =>
    character === '%' || character === '_' || character === escape ? escape + character : character,
  );
}
