/** JSON, for a terminal or a log: it leaves DEL and the C1 control characters as they are, and a terminal obeys them. */
export function printableJson(value: unknown, indent = 0): string {
  const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, escaped);
}
