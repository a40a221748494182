/**
 * An origin-bound code (WICG, "Origin-bound one-time codes delivered via SMS"): the last line is `@host
 * #code`, optionally followed by ` @embedded-host`, for which Apple writes `%`. It is written for machines, so it is read exactly and
 * before anything else.
 */
export function originBound(text: string): { host: string; code: string; line: string } | null {
  const line = text.slice(text.trimEnd().lastIndexOf('\n') + 1).trim();
  const match = /^@([a-z0-9.-]{1,253}) #([^\s#]{1,64})(?: [@%]\S{1,253})?$/i.exec(line);
  if (match === null) return null;
  const [, host = '', code = ''] = match;
  return { host: host.toLowerCase(), code, line };
}
