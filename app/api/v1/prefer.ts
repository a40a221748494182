/**
 * Pure: whether an Accept header would rather have the bare text than JSON (RFC 9110 section 12.5.1). JSON is
 * the default; of two equally liked, the one named first (axios sends `application/json, text/plain, ∗/∗`).
 */
export function prefersPlainText(accept: string | null): boolean {
  const ranges = (accept ?? '').split(',').map(readRange);
  const liked = (type: string) => ranges.filter((range) => range.type === type && range.quality > 0)[0];
  const plain = liked('text/plain') ?? liked('text/*');
  const json = liked('application/json') ?? liked('application/*') ?? liked('*/*');
  if (!plain || !json) return plain !== undefined;
  if (plain.quality !== json.quality) return plain.quality > json.quality;
  return ranges.indexOf(plain) < ranges.indexOf(json);
}

function readRange(range: string): { type: string; quality: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
  return { type, quality: Number.isNaN(quality) ? 0 : quality };
}
