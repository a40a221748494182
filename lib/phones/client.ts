import RequestClient from 'twilio/lib/base/RequestClient.js';
import Twilio from 'twilio/lib/rest/Twilio.js';
import { MailroomError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';
import { Busy, TokenRefused } from '#lib/phones/failure.ts';
import { type Settings, settings } from '#lib/settings.ts';

/** Twilio answers within a second or two. Who waits for a text to be sent is told what is known by then. */
const TIMEOUT_MS = 10_000;
/** What a 429 that names no time is given, in seconds. */
const RETRY_AFTER = 30;

/**
 * The REST client of the configured Twilio account, at TWILIO_API_URL where that is set.
 * @throws MailroomError `not-found` while Twilio is not configured: as of its routes, there is none
 */
export function twilio(): Twilio {
  const configured = settings().twilio;
  if (!configured)
    throw new MailroomError(
      'not-found',
      'Twilio is not configured: whoever runs Mailroom sets TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.',
    );
  const { accountSid, apiUrl } = configured;
  return once(`twilio ${accountSid} ${apiUrl}`, () => openClient(configured));
}

/** Where its files are, beside what its client asks for. */
export function twilioUrl(path: string): string {
  return `${settings().twilio?.apiUrl ?? 'https://api.twilio.com'}${path}`;
}

/** What a Twilio account is asked with. */
export type Credentials = NonNullable<Settings['twilio']> & {
  /** What the workspace calls it; none: the configured one. */
  label?: string;
};

/** @param timeout in milliseconds, from the request to the last byte of its answer */
export function openClient(
  { accountSid, authTokens, apiUrl, label }: Credentials,
  timeout = TIMEOUT_MS,
): Twilio {
  return new Twilio(accountSid, authTokens[0], { httpClient: new Requests(apiUrl, timeout, label) });
}

/** Twilio's own client, which knows no other base URL than that of each of its products. */
class Requests extends RequestClient {
  readonly #apiUrl: string | null;
  readonly #timeout: number;
  readonly #label: string | undefined;

  constructor(apiUrl: string | null, timeout: number, label: string | undefined) {
    super({ timeout });
    this.#apiUrl = apiUrl;
    this.#timeout = timeout;
    this.#label = label;
  }

  override async request<Data>(options: RequestClient.RequestOptions<Data>) {
    const { pathname, search } = new URL(options.uri);
    const uri = this.#apiUrl ? `${this.#apiUrl}${pathname}${search}` : options.uri;
    const response = await this.#inTime(super.request<Data>({ ...options, uri }));
    // The client's own error for it leaves out the header.
    if (response.statusCode === 429) throw new Busy(Number(response.headers?.['retry-after']) || RETRY_AFTER);
    if (response.statusCode === 401 && this.#label !== undefined) throw new TokenRefused(this.#label);
    return response;
  }

  /** The client's own limit is for silence: a byte now and then would hold it for ever. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('Twilio did not answer in time.')), this.#timeout);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}
