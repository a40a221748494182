import sanitizeHtml from 'sanitize-html';
import { ShallowTokenizer } from '#lib/messages/shallow.ts';

/** A person reads no megabyte of HTML, and cleaning one takes a second. */
const MAX_LENGTH = 2_000_000;

/**
 * The HTML of a mail without anything that runs, submits or reaches out of its place: to be shown in a frame
 * of its own. Remote images stay in it, since a reader may want them; whoever shows it decides (by CSP).
 */
export function sanitiseHtml(html: string): string {
  return sanitizeHtml(html.slice(0, MAX_LENGTH), {
    parser: { Tokenizer: ShallowTokenizer },
    allowedTags: TAGS,
    allowedAttributes: {
      // No titles: what stands under the pointer on a link is where it leads, and nothing else.
      '*': ['style', 'align', 'valign', 'width', 'height', 'bgcolor', 'dir', 'lang'],
      a: ['href', 'title', 'target', 'rel', 'name', 'data-leads-to'],
      img: ['src', 'alt', 'border'],
      table: ['border', 'cellpadding', 'cellspacing', 'role'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
      font: ['color', 'size', 'face'],
      ol: ['start', 'type'],
    },
    allowedStyles: { '*': STYLES },
    // No cid: and no data: for links; an image may bring its own bytes, which run nothing.
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: false,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head'],
    transformTags: {
      a: (tagName, { title: _said, 'data-leads-to': _forged, ...attribs }) => ({
        tagName,
        attribs: {
          ...attribs,
          ...leadsTo(attribs.href),
          target: '_blank',
          rel: 'noopener noreferrer nofollow',
        },
      }),
    },
  });
}

/**
 * Where a link leads, under the pointer and for whoever lays the page out: in the place of what its sender says of it,
 * which may be another address.
 */
function leadsTo(href: string | undefined): Record<string, string> {
  const url = href && URL.canParse(href) ? new URL(href) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return {};
  return { title: url.href, 'data-leads-to': url.host };
}

const TAGS = [
  ...[
    'p',
    'div',
    'span',
    'br',
    'hr',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'pre',
    'code',
    'center',
  ],
  ...['a', 'b', 'strong', 'i', 'em', 'u', 's', 'strike', 'del', 'ins', 'sub', 'sup', 'small', 'big', 'font'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'img', 'figure', 'figcaption', 'bdi', 'bdo', 'mark', 'abbr', 'tt'],
  ...['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'],
  ...['article', 'section', 'header', 'footer', 'main', 'address', 'kbd', 'samp', 'wbr'],
];

/** Looks only: nothing that loads (url), moves out of its place (position) or is laid over the page. */
const PLAIN_VALUE = [/^(?!.*(?:url|expression|image-set|import|javascript)\s*\()[^<>\\{}]{1,200}$/i];
const STYLES = Object.fromEntries(
  [
    ...['color', 'background', 'background-color', 'opacity', 'visibility', 'display', 'overflow'],
    ...['font', 'font-family', 'font-size', 'font-style', 'font-weight', 'line-height', 'letter-spacing'],
    ...['text-align', 'text-decoration', 'text-transform', 'text-indent', 'vertical-align', 'white-space'],
    ...['word-break', 'overflow-wrap', 'word-wrap', 'direction', 'list-style', 'list-style-type'],
    ...['margin', 'margin-top', 'margin-right', 'margin-bottom', 'margin-left'],
    ...['padding', 'padding-top', 'padding-right', 'padding-bottom', 'padding-left'],
    ...[
      'width',
      'min-width',
      'max-width',
      'height',
      'min-height',
      'max-height',
      'box-sizing',
      'float',
      'clear',
    ],
    ...[
      'border',
      'border-top',
      'border-right',
      'border-bottom',
      'border-left',
      'border-radius',
      'border-color',
    ],
    ...['border-style', 'border-width', 'border-collapse', 'border-spacing', 'table-layout'],
  ].map((name) => [name, PLAIN_VALUE]),
);
