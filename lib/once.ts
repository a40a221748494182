/**
 * One value a process. Next bundles this module once for its routes, once for its pages and again
 * at every reload, so a variable in a module is not one of a kind; the process's global object is.
 */
export function once<T>(name: string, make: () => T): T {
  const all = (globalThis as { mailroom?: Map<string, unknown> }).mailroom ?? new Map<string, unknown>();
  (globalThis as { mailroom?: Map<string, unknown> }).mailroom = all;
  if (!all.has(name)) all.set(name, make());
  return all.get(name) as T;
}
