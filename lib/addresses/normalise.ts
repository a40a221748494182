import { domainToASCII } from 'node:url';
import { parsePhoneNumberWithError } from 'libphonenumber-js/max';
import { invalidField, type MailroomError } from '#lib/errors.ts';

export type NormalisedAddress =
  | { kind: 'email'; address: string; domain: string }
  | { kind: 'phone'; address: string };

/** RFC 5321 section 4.5.3.1: octets of the local part, here without its tag, and of the domain. */
const MAX_LOCAL_PART = 64;
const MAX_DOMAIN = 255;

/**
 * An address as members and programs write it, in the form it is stored and compared in.
 * Email: lower case, the plus-tag dropped (RFC 5233), the domain in A-labels (RFC 5890).
 * Phone: E.164; spaces, brackets and hyphens are allowed.
 * @throws MailroomError `invalid-input` naming what is wrong
 */
export function normaliseAddress(input: string): NormalisedAddress {
  const trimmed = input.trim();
  if (trimmed.includes('@')) return normaliseEmail(trimmed);
  if (/^\+?[\d\s().-]+$/.test(trimmed)) return { kind: 'phone', address: normalisePhone(trimmed) };
  throw invalid(
    `“${input}” is neither an email address such as brand@inbox.example nor a phone number such as +14155550100.`,
  );
}

/** @throws MailroomError `invalid-input` */
export function normaliseEmail(input: string): NormalisedAddress & { kind: 'email' } {
  const at = input.lastIndexOf('@');
  // `"brand"@…` is `brand@…` (RFC 5321 section 4.1.2).
  const local = input
    .slice(0, at)
    .toLowerCase()
    .replace(/^"([^"\\]+)"$/, '$1');
  const untagged = local.replace(/(?<=.)\+.*$/s, '');
  const domain = normaliseDomain(input.slice(at + 1));
  // The dot-atom of RFC 5321 with UTF-8 of RFC 6531. What has to be quoted is valid, but nobody's accounts use it.
  if (!/^[^\s@"(),:;<>[\\\]\p{Cc}]+$/u.test(untagged) || Buffer.byteLength(untagged) > MAX_LOCAL_PART) {
    throw invalid(
      `“${input}” is not an email address: the part before the @ may have up to ${MAX_LOCAL_PART} letters, digits and ordinary signs.`,
    );
  }
  return { kind: 'email', address: `${untagged}@${domain}`, domain };
}

/** @throws MailroomError `invalid-input` */
export function normaliseDomain(input: string): string {
  const domain = domainToASCII(input.trim().replace(/\.$/, '')).toLowerCase();
  const labels = domain.split('.');
  const valid =
    domain.length <= MAX_DOMAIN && labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label));
  if (!valid) throw invalid(`“${input}” is not a mail domain such as inbox.example.`);
  return domain;
}

function normalisePhone(input: string): string {
  if (!input.startsWith('+')) throw invalid(`“${input}” needs its country code, as in +14155550100.`);
  try {
    const number = parsePhoneNumberWithError(input);
    if (number.isPossible()) return number.number;
  } catch {
    // Said below, in our words.
  }
  throw invalid(
    `“${input}” is not a phone number of its country: a + and the country code, then the number.`,
  );
}

function invalid(detail: string): MailroomError {
  return invalidField('address', detail);
}
