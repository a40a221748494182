/** Where to go after sign-in: a path of ours, or home. A link from outside must not lead on to somewhere else. */
export function returnPath(wanted: string | string[] | undefined): string {
  const path = typeof wanted === 'string' ? wanted : '';
  // `//host` and `/\host` are other hosts to a browser.
  return /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/inbox';
}
