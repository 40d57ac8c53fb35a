/** Whether a path stands for what a store lists, not for one object. */
export function isGlob(path: string): boolean {
  return /[*?{]/.test(path);
}
