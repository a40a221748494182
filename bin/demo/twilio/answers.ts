/** `next` is what goes on once it has been sent. */
export type Answer = {
  status: number;
  body?: unknown;
  /** Instead of JSON. */
  content?: Buffer;
  headers?: Record<string, string>;
  next?: () => void;
};

/** What Twilio says when it does not do something. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function answerOf(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, message } = error;
    return {
      status,
      body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    };
  }
}

/** RFC 2822, as all times of the 2010 API. */
export function timeOf(date = new Date()): string {
  return date.toUTCString().replace('GMT', '+0000');
}

const PAGE_SIZE = 50;

/** One page of a list, with where the next one is. */
export function pageOf<T>(name: string, asked: URL, all: T[]) {
  const size = Number(asked.searchParams.get('PageSize') ?? PAGE_SIZE);
  const page = Number(asked.searchParams.get('Page') ?? 0);
  const start = page * size;
  const at = (number: number) => {
    const query = new URLSearchParams(asked.searchParams);
    query.set('Page', String(number));
    query.set('PageSize', String(size));
    return `${asked.pathname}?${query}`;
  };
  const items = all.slice(start, start + size);
  return {
    [name]: items,
    ...{ page, page_size: size, start, end: start + Math.max(0, items.length - 1) },
    ...{ uri: at(page), first_page_uri: at(0), previous_page_uri: page > 0 ? at(page - 1) : null },
    next_page_uri: start + size < all.length ? at(page + 1) : null,
  };
}
