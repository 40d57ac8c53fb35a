/** True for a path that stands for what a store lists, and not for one object. */
export function isGlob(path: string): boolean {
  return /[*?{]/.test(path);
}
