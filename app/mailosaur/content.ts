import { Parser } from 'htmlparser2';
import { readHtml } from '#lib/codes/extract/html.ts';
import type { PublicMessage } from '#lib/messages/present.ts';

type Link = { href: string; text: string | null };
type Image = { src: string; alt: string | null };

/** A web address in running text; the full stop after it is the sentence's. */
const ADDRESS = /https?:\/\/[^\s<>"]+/gi;

/** All the links of a text, in their order; what is shown is the address itself. */
export function readTextContent(body: string | null): { body: string | null; links: Link[] } {
  const links = [...(body ?? '').matchAll(ADDRESS)].map(([match]) => {
    const href = match.replace(/[.,;:!?'”’)\]]+$/, '');
    return { href, text: href };
  });
  return { body, links };
}

/** All the links and images of an HTML body, in their order. */
export function readHtmlContent(body: string | null): {
  body: string | null;
  links: Link[];
  images: Image[];
} {
  const links: Link[] = [];
  const images: Image[] = [];
  let open: Link | null = null;
  const parser = new Parser({
    onopentag(name, { href, src, alt }) {
      if (name === 'a' && href) {
        open = { href: href.trim(), text: '' };
        links.push(open);
      }
      if (name === 'img' && src) images.push({ src, alt: alt ?? null });
    },
    ontext(text) {
      if (open) open.text += text;
    },
    onclosetag(name) {
      if (name === 'a') open = null;
    },
  });
  parser.end(body ?? '');
  return { body, links: links.map(({ href, text }) => ({ href, text: oneLine(text) })), images };
}

/**
 * The message's codes that a body has, best first. One that neither has, since it stands in the subject, is
 * listed with both: a test that reads either then finds it.
 */
export function codesIn(
  { text, html }: { text: string | null; html: string | null },
  codes: PublicMessage['codes'],
): { text: { value: string }[]; html: { value: string }[] } {
  const inText = packed(text ?? '');
  const inHtml = packed(html === null ? '' : readHtml(html).text);
  const has = (body: string, code: string) => body.includes(packed(code));
  const somewhere = (code: string) => has(inText, code) || has(inHtml, code);
  const list = (body: string) =>
    codes.filter(({ code }) => has(body, code) || !somewhere(code)).map(({ code }) => ({ value: code }));
  return { text: text === null ? [] : list(inText), html: html === null ? [] : list(inHtml) };
}

/** A code is kept without the signs that only group it (“481 902”, “481-902”). */
function packed(text: string): string {
  return text.replace(/[\s-]+/g, '');
}

function oneLine(text: string | null): string | null {
  return text?.replace(/\s+/g, ' ').trim() || null;
}
