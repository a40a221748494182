import { type ParserOptions, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** The largest newsletters nest some sixty deep. */
const MAX_DEPTH = 200;
/** What stands in these is no markup: they nest nothing, and whoever lets their text pass has to know of them. */
const RAW = new Set(['script', 'style', 'textarea', 'title']);

/**
 * For htmlparser2, to be given as its `Tokenizer`: tags that nest deeper than anybody's layout does are not there, what
 * stands in them is. The parser needs a time that grows with length times depth: 300,000 tags within one another, which
 * anybody can send, would keep the process for a minute.
 */
export class ShallowTokenizer extends Tokenizer {
  constructor(options: ParserOptions, parser: TokenizerCallbacks) {
    limitDepth(parser as TokenizerCallbacks & Internals);
    super(options, parser);
  }
}

/** What htmlparser2's parser keeps to itself: a test tells if it changes. */
type Internals = {
  stack: string[];
  readTagName(start: number, end: number): string;
  isVoidElement(name: string): boolean;
  isInForeignContext(): boolean;
};

function limitDepth(parser: TokenizerCallbacks & Internals): void {
  const open = parser.onopentagname.bind(parser);
  const close = parser.onclosetag.bind(parser);
  /** How many of a name are left out, whose end tags are left out with them. */
  const left = new Map<string, number>();

  const mayOpen = (name: string): boolean =>
    parser.stack.length < MAX_DEPTH ||
    parser.isVoidElement(name) ||
    (RAW.has(name) && !parser.isInForeignContext());

  parser.onopentagname = (start, end) => {
    const name = parser.readTagName(start, end);
    if (mayOpen(name)) open(start, end);
    else left.set(name, (left.get(name) ?? 0) + 1);
  };
  parser.onclosetag = (start, end) => {
    const name = parser.readTagName(start, end);
    const missing = left.get(name) ?? 0;
    if (missing > 0) left.set(name, missing - 1);
    else close(start, end);
  };
}
