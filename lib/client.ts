/**
 * A client of Mailroom's API: no dependency but `fetch`, so this file may be copied as it is.
 *
 *     const mailroom = new Mailroom({ url: 'http://localhost:3000', token: process.env.MAILROOM_TOKEN });
 *     const { code } = await mailroom.code('brand@inbox.example', { service: 'x', wait: 30 });
 */
export class Mailroom {
  readonly #base: string;
  readonly #token: string;
  readonly #fetch: typeof fetch;

  constructor(options: { url?: string; token?: string; fetch?: typeof fetch }) {
    this.#base = `${(options.url ?? 'http://localhost:3000').replace(/\/+$/, '')}/api/v1`;
    this.#token = options.token ?? '';
    this.#fetch = options.fetch ?? fetch;
  }

  /** The newest usable code; with `wait` (seconds, as many as you like), the moment it comes. @throws NotFoundError */
  async code(where: Where, options: CodeOptions & { includeUsed?: boolean } = {}): Promise<Code> {
    return this.#waiting(options, (wait) =>
      this.#call('GET', '/codes/latest', {
        query: { ...place(where), ...withoutWait(options), wait },
        signal: options.signal,
      }),
    );
  }

  /** Takes the newest usable code, so that no other caller gets it. @throws NotFoundError */
  async claim(where: Where, options: CodeOptions = {}): Promise<Code> {
    return this.#waiting(options, (wait) =>
      this.#call('POST', '/codes/claim', {
        body: { ...place(where), ...withoutWait(options), wait },
        signal: options.signal,
      }),
    );
  }

  /** Takes this very code. @throws AlreadyClaimedError, NotFoundError */
  claimById(id: string): Promise<Code> {
    return this.#call('POST', `/codes/${encodeURIComponent(id)}/claim`, { body: {} });
  }

  /** A page of messages, newest first. */
  messages(filter: MessageFilter & { limit?: number; cursor?: string } = {}): Promise<MessagePage> {
    return this.#call('GET', '/messages', { query: filter });
  }

  /** The newest message that matches; with `wait`, the moment it comes. @throws NotFoundError */
  async latestMessage(filter: MessageFilter & Waiting = {}): Promise<MessageSummary> {
    return this.#waiting(filter, (wait) =>
      this.#call('GET', '/messages/latest', {
        query: { ...withoutWait(filter), wait },
        signal: filter.signal,
      }),
    );
  }

  /** A whole message. @throws NotFoundError */
  message(id: string): Promise<Message> {
    return this.#call('GET', `/messages/${encodeURIComponent(id)}`);
  }

  /** Sends a text from a managed phone. With an `idempotencyKey`, the same again is the same text. */
  send({ idempotencyKey, ...body }: TextToSend): Promise<MessageSummary> {
    const headers = idempotencyKey === undefined ? undefined : { 'Idempotency-Key': idempotencyKey };
    return this.#call('POST', '/messages', { body, headers });
  }

  /** A text that was sent, once it has arrived or failed; after `wait` seconds, as it is by then. */
  async settled(id: string, { wait = 60, signal }: Waiting = {}): Promise<Message> {
    const deadline = Date.now() + wait * 1000;
    for (;;) {
      const text = await this.message(id);
      const isOpen = text.sending?.state === 'queued' || text.sending?.state === 'sent';
      if (!isOpen || Date.now() >= deadline || signal?.aborted) return text;
      await sleep(Math.min(RETRY_MS, deadline - Date.now()), signal);
    }
  }

  /** A page of the numbers of the Twilio account and of the managed phones, by number. */
  numbers(page: { limit?: number; cursor?: string } = {}): Promise<NumberPage> {
    return this.#call('GET', '/numbers', { query: page });
  }

  /** @throws NotFoundError */
  number(number: string): Promise<PhoneNumber> {
    return this.#call('GET', numberPath(number));
  }

  /** Numbers that could be bought. `digits`: what the number contains. */
  numbersForSale(query: {
    country: string;
    type?: NumberType;
    digits?: string;
  }): Promise<{ data: NumberForSale[]; nextCursor: null }> {
    return this.#call('GET', '/numbers/available', { query });
  }

  /**
   * Buys a number, whose texts come to Mailroom then.
   * @throws ConflictError when it is managed already, is being bought or is not for sale; UnavailableError while nobody
   * knows whether it was bought: Mailroom finds out, and buys it no second time
   */
  buyNumber(wanted: { number: string; label?: string | null }): Promise<PhoneNumber> {
    return this.#call('POST', '/numbers', { body: wanted });
  }

  /** Brings in a number that the Twilio account has, or mends one whose texts go elsewhere. @throws NotFoundError */
  receiveHere(number: string): Promise<PhoneNumber> {
    return this.#call('POST', `${numberPath(number)}/receive`);
  }

  /** `calls`: what callers are told before they are recorded; null: they are answered no more. @throws NotFoundError */
  changeNumber(
    number: string,
    change: { label?: string | null; calls?: { greeting?: string | null } | null },
  ): Promise<PhoneNumber> {
    return this.#call('PATCH', numberPath(number), { body: change });
  }

  /** Gives a number back to Twilio when its days of grace are over. @throws NotFoundError */
  releaseNumber(number: string): Promise<PhoneNumber> {
    return this.#call('DELETE', numberPath(number));
  }

  /** Keeps a number that was to be given back. @throws NotFoundError */
  keepNumber(number: string): Promise<PhoneNumber> {
    return this.#call('POST', `${numberPath(number)}/keep`);
  }

  /** A page of the team's accounts at other services, newest first. */
  accounts(filter: { service?: string; limit?: number; cursor?: string } = {}): Promise<AccountPage> {
    return this.#call('GET', '/accounts', { query: filter });
  }

  /** @throws NotFoundError */
  account(id: string): Promise<Account> {
    return this.#call('GET', `/accounts/${encodeURIComponent(id)}`);
  }

  /** The code of the account's authenticator at this moment. @throws NotFoundError, also where it has none */
  totp(accountId: string): Promise<Totp> {
    return this.#call('GET', `/accounts/${encodeURIComponent(accountId)}/totp`);
  }

  /**
   * What happens, as it happens, to read with `for await`. When the connection breaks it goes on after the last
   * event, without a gap or a repetition; it ends when `signal` is aborted or the loop is left.
   * @throws UnauthenticatedError, also when the token is revoked meanwhile; NotFoundError for an address
   */
  async *events({ address, after, signal }: Following = {}): AsyncGenerator<MailroomEvent> {
    let lastId = after;
    while (!signal?.aborted) {
      let pause = RETRY_MS;
      try {
        for await (const block of this.#stream({ address }, lastId, signal)) {
          lastId = fieldOf(block, 'id') ?? lastId;
          const [type, data] = [fieldOf(block, 'event'), fieldOf(block, 'data')];
          if (type && data) yield { id: lastId, type, data: JSON.parse(data) } as MailroomEvent;
        }
      } catch (error) {
        if (signal?.aborted) return;
        if (error instanceof TooManyRequestsError) pause = (error.retryAfter ?? 10) * 1000;
        else if (!(error instanceof UnavailableError)) throw error;
      }
      await sleep(pause, signal);
    }
  }

  /** The blocks of one connection's stream (WHATWG HTML, section 9.2). One that has gone silent is dead. */
  async *#stream(query: object, lastId: string | undefined, signal?: AbortSignal): AsyncGenerator<string> {
    const end = new AbortController();
    let silence = setTimeout(() => end.abort(), SILENCE_MS);
    try {
      const response = await this.#request('GET', '/events', {
        query,
        signal: signal ? AbortSignal.any([signal, end.signal]) : end.signal,
        headers: { Accept: 'text/event-stream', ...(lastId && { 'Last-Event-ID': lastId }) },
      });
      let buffer = '';
      const text = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = (await text?.read().catch(unreachable)) ?? { done: true };
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(() => end.abort(), SILENCE_MS);
        const blocks = (buffer + value).split('\n\n');
        buffer = blocks.pop() ?? '';
        yield* blocks;
      }
    } finally {
      clearTimeout(silence);
      end.abort();
    }
  }

  /** The server holds a request for a minute at most: a longer wait is several, and outlasts a restart of the server. */
  async #waiting<T>({ wait = 0, signal }: Waiting, call: (wait: number) => Promise<T>): Promise<T> {
    const deadline = Date.now() + wait * 1000;
    for (;;) {
      const left = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
      try {
        return await call(Math.min(left, LONGEST_WAIT));
      } catch (error) {
        const again = error instanceof NothingYetError || error instanceof UnavailableError;
        if (!again || deadline - Date.now() < SHORTEST_WAIT_MS || signal?.aborted) throw error;
        // Not at once: without its wait the server answers at once too.
        if (error instanceof UnavailableError) await sleep(RETRY_MS, signal);
      }
    }
  }

  async #call<T>(method: string, path: string, options: Call = {}): Promise<T> {
    return (await this.#request(method, path, options)).json() as Promise<T>;
  }

  async #request(
    method: string,
    path: string,
    { query = {}, body, signal, headers }: Call,
  ): Promise<Response> {
    const parameters = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    );
    const url = `${this.#base}${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
    const response = await this.#fetch(url, {
      method,
      signal,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${this.#token}`,
        ...(body && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((cause) => {
      if (signal?.aborted) throw cause;
      return unreachable(cause);
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

type Call = { query?: object; body?: object; signal?: AbortSignal; headers?: Record<string, string> };

const LONGEST_WAIT = 60;
const RETRY_MS = 1_000;
/** The server says something every 15 seconds. */
const SILENCE_MS = 45_000;
/** What is left after a wait that was held to its end is not worth another. */
const SHORTEST_WAIT_MS = 500;

/** What the API refused. `code` is stable, `detail` names what was asked for (RFC 9457). */
export class MailroomApiError extends Error {
  override name = 'MailroomApiError';
  readonly status: number;
  readonly code: string;
  /** For invalid input: each field that is wrong. */
  readonly errors: { field: string; detail: string }[];
  /** Seconds after which it is worth trying again, where the server said so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
  }
}
/** No or a bad token. */
export class UnauthenticatedError extends MailroomApiError {
  override name = 'UnauthenticatedError';
}
/** The token lacks the scope. */
export class ForbiddenError extends MailroomApiError {
  override name = 'ForbiddenError';
}
/** No such address, code or message, or none the token may see. */
export class NotFoundError extends MailroomApiError {
  override name = 'NotFoundError';
}
/** There is no code or message that matches, in the time that was given. */
export class NothingYetError extends NotFoundError {
  override name = 'NothingYetError';
}
/** It is taken already, or the provider refuses it. */
export class ConflictError extends MailroomApiError {
  override name = 'ConflictError';
}
export class AlreadyClaimedError extends ConflictError {
  override name = 'AlreadyClaimedError';
}
export class InvalidInputError extends MailroomApiError {
  override name = 'InvalidInputError';
}
export class TooManyRequestsError extends MailroomApiError {
  override name = 'TooManyRequestsError';
}
/** Mailroom or its database is away: the same call may work in a moment. */
export class UnavailableError extends MailroomApiError {
  override name = 'UnavailableError';
}

type Problem = {
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; detail: string }[];
  retryAfter?: number;
};

const BY_STATUS: Record<number, typeof MailroomApiError> = {
  401: UnauthenticatedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  422: InvalidInputError,
  429: TooManyRequestsError,
  502: UnavailableError,
  503: UnavailableError,
  504: UnavailableError,
};
const BY_CODE: Record<string, typeof MailroomApiError> = {
  'code-not-found': NothingYetError,
  'message-not-found': NothingYetError,
  'code-already-claimed': AlreadyClaimedError,
};

async function errorOf(response: Response): Promise<MailroomApiError> {
  // A proxy in between answers in words of its own.
  const problem: { type?: string; detail?: string; errors?: Problem['errors'] } = await response
    .json()
    .catch(() => ({}));
  const code = problem.type?.split('/').at(-1) ?? `http-${response.status}`;
  const Class = BY_CODE[code] ?? BY_STATUS[response.status] ?? MailroomApiError;
  const detail =
    problem.detail ?? `${response.url} answered ${response.status} ${response.statusText}`.trim();
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  return new Class({ status: response.status, code, detail, errors: problem.errors, retryAfter });
}

function unreachable(cause: unknown): never {
  const problem = { status: 0, code: 'unreachable', detail: 'Mailroom does not answer at this address.' };
  throw new UnavailableError(problem, { cause });
}

/** Ends early when the signal is aborted. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}

function fieldOf(block: string, name: string): string | undefined {
  const line = block.split('\n').find((each) => each.startsWith(`${name}: `));
  return line?.slice(name.length + 2);
}

function numberPath(number: string): string {
  return `/numbers/${encodeURIComponent(number)}`;
}

function place(where: Where): { address?: string; accountId?: string } {
  return typeof where === 'string' ? { address: where } : where;
}

function withoutWait<T extends Waiting>({ wait: _, signal: __, ...options }: T): Omit<T, 'wait' | 'signal'> {
  return options;
}

/** A managed address (in any case, with or without a plus-tag), or an account. */
export type Where = string | { accountId: string };
export type Waiting = { wait?: number; signal?: AbortSignal };
export type CodeOptions = Waiting & {
  service?: string;
  /** Part of the sender. */
  from?: string;
  /** A time (RFC 3339), or the id of a code: only what came strictly later. */
  after?: string;
  /** Only codes whose sender is authenticated. */
  proven?: boolean;
};

/** `after`: the id of the last event that was seen, to go on after it in another process. */
export type Following = { address?: string; after?: string; signal?: AbortSignal };

export type MailroomEvent =
  | { id: string; type: 'message.received' | 'message.updated'; data: MessageSummary }
  | { id: string; type: 'code.received' | 'code.claimed'; data: Code };

export type Code = {
  id: string;
  code: string;
  service: string | null;
  purpose: 'login' | 'confirm' | 'reset' | 'other';
  channel: 'email' | 'sms' | 'mms' | 'voice';
  address: string;
  accountId: string | null;
  from: string | null;
  provenDomain: string | null;
  confidence: number;
  state: 'usable' | 'superseded' | 'expired' | 'claimed';
  receivedAt: string;
  expiresAt: string;
  claimedAt: string | null;
  /** Null while nobody has taken it, and when they are no longer there. */
  claimedBy: { kind: 'member' | 'token'; name: string } | null;
  messageId: string;
};

export type MessageFilter = {
  address?: string;
  accountId?: string;
  channel?: Code['channel'];
  from?: string;
  /** The other side of a conversation by text, whole: what it sent and what was sent to it. */
  with?: string;
  /** Part of a recipient, or of the managed address. */
  to?: string;
  subject?: string;
  q?: string;
  service?: string;
  after?: string;
  before?: string;
  hasCode?: boolean;
  /** Only messages with a code in this state. */
  state?: Code['state'];
};

type FoundCode = Pick<Code, 'id' | 'code' | 'state' | 'purpose' | 'service' | 'expiresAt' | 'claimedBy'>;

export type MessageSummary = {
  id: string;
  channel: Code['channel'];
  direction: 'inbound' | 'outbound';
  address: string;
  from: { address: string | null; name: string | null };
  to: string[];
  subject: string | null;
  snippet: string;
  service: string | null;
  size: number;
  receivedAt: string;
  sentAt: string | null;
  codes: FoundCode[];
  attachmentCount: number;
  /** Why it could not be read in full, or, of a text, that its code was taken out on the way. */
  problem: string | null;
  sending?: {
    state: 'queued' | 'sent' | 'delivered' | 'failed';
    errorCode: number | null;
    reason: string | null;
  };
  noteCount: number;
  authentication: {
    spf: string | null;
    dkim: string | null;
    dmarc: string | null;
    provenDomain: string | null;
  };
};

export type MessagePage = { data: MessageSummary[]; nextCursor: string | null };

export type Message = Omit<MessageSummary, 'codes'> & {
  /** `arc`: what forwarders say they saw. */
  authentication: { arc: string | null };
  codes: (FoundCode & { context: string; confidence: number })[];
  text: string | null;
  html: string | null;
  headers: [string, string][];
  links: { href: string; text: string; kind: 'confirm' | 'sign-in' | 'reset' | 'other' }[];
  attachments: {
    index: number;
    filename: string | null;
    contentType: string;
    size: number;
    state: 'stored' | 'pending' | 'failed';
    problem: string | null;
  }[];
  /** What members have written on it, oldest first. */
  notes: { id: string; author: string; text: string; createdAt: string }[];
};

/** The team's account at another service; its secrets are not in it. */
export type Account = {
  id: string;
  service: string;
  handle: string;
  /** The managed email address it is registered with. */
  email: string | null;
  phone: string | null;
  hasAuthenticator: boolean;
  hasRecoveryCodes: boolean;
  createdAt: string;
};

export type AccountPage = { data: Account[]; nextCursor: string | null };

/** From `validUntil` on, `nextCode` is valid. */
export type Totp = { code: string; validUntil: string; nextCode: string };

export type TextToSend = { from: string; to: string; text: string; idempotencyKey?: string };

export type NumberType = 'local' | 'mobile' | 'tollFree';
type Capabilities = { sms: boolean; mms: boolean; voice: boolean };

/** A number of the Twilio account, or a managed phone that is not of it (`providerId` is null then). */
export type PhoneNumber = {
  number: string;
  label: string | null;
  providerId: string | null;
  /** Twilio's id of the account that has it. */
  providerAccountId: string | null;
  /** `right`: its texts come to Mailroom. */
  webhook: 'right' | 'elsewhere' | 'none' | null;
  smsUrl: string | null;
  capabilities: Capabilities | null;
  /** Null while its calls are not answered. */
  calls: { greeting: string | null; webhook: 'right' | 'elsewhere' } | null;
  /** Null while it is no managed phone. */
  addressId: string | null;
  accounts: string[];
  /** When it is given back to Twilio. */
  release: { at: string; releasedAt: string | null; reason: string | null } | null;
};

export type NumberPage = { data: PhoneNumber[]; nextCursor: string | null };

/** `price`: a month's, such as `1.15 USD`. */
export type NumberForSale = {
  number: string;
  place: string;
  price: string | null;
  capabilities: Capabilities;
  needsAddress: boolean;
};
