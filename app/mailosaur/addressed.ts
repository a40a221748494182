import { type AddressObject, type EmailAddress, simpleParser } from 'mailparser';
import type { Envelope } from '#lib/messages/envelope.ts';

export type Contact = { name: string | null; email: string | null; phone: string | null };
export type Addressed = { to: Contact[]; cc: Contact[]; bcc: Contact[] };

/** To whom the headers of a mail say that it goes, groups resolved and names decoded (RFC 5322, RFC 2047). */
export async function readAddressed(envelope: Envelope | undefined): Promise<Addressed> {
  const fields = envelope?.addressed ?? [];
  if (fields.length === 0) return { to: [], cc: [], bcc: [] };
  const block = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const { to, cc, bcc } = await simpleParser(`${block}\r\n`);
  return { to: contacts(to), cc: contacts(cc), bcc: contacts(bcc) };
}

function contacts(field: AddressObject | AddressObject[] | undefined): Contact[] {
  const people: EmailAddress[] = [field ?? []].flat().flatMap(({ value }) => value);
  return people
    .flatMap((person) => person.group ?? [person])
    .flatMap(({ address, name }) => (address ? [{ name: name || null, email: address, phone: null }] : []));
}
