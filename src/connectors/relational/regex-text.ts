import { END, type RegularExpression } from '../../model/regular-expression';

/**
 * Writes the pattern with what stands for the end of a text in one language, and for nothing else.
 */
export function regexText({ pattern }: RegularExpression, end: '$' | '\\z'): string {
  return pattern.replaceAll(END, end);
}
