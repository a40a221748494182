const NOT_ASCII = /[^\0-\x7f]/;
/** The accents of Latin, Greek and Cyrillic; the marks of other scripts are no ornaments. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Pure: as texts are compared when they are searched. `Über`, `UBER` and `uber` are one, as are full-width digits and usual ones. */
export function folded(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  const bare = text.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase();
  // What becomes of I in Turkish and of Σ at an end in Greek depends on more than the letter.
  return bare.replaceAll('ı', 'i').replaceAll('ς', 'σ');
}
