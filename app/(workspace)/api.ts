/** What the API refused, in its own words (RFC 9457). */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** No answer came. Whether the server has heard the question cannot be told from here. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';

  constructor(method: string | undefined, cause: unknown) {
    super(
      method === undefined
        ? 'Mailroom does not answer. Try again.'
        : 'Mailroom does not answer. As far as this page can tell, nothing was done: try again.',
      { cause },
    );
  }
}

/** The public API, as the signed-in member. @throws ApiError, or NoAnswerError */
export async function callApi<T>(path: string, options: RequestInit = {}): Promise<T> {
  return (await callApiAt<T>(path, options)).data;
}

/** The same, with the server's time when it answered, in milliseconds, to half a second. */
export async function callApiAt<T>(
  path: string,
  options: RequestInit = {},
): Promise<{ data: T; answeredAt: number }> {
  const answer = await call(`/api/v1${path}`, options);
  return { data: (await answer.json()) as T, answeredAt: answeredAt(answer) };
}

/** What is the inbox's own and no program's business: who looks at what, how much is unread. @throws as `callApi` */
export async function callInbox<T>(path: string, options: RequestInit = {}): Promise<T> {
  return (await (await call(`/inbox${path}`, options)).json()) as T;
}

/** The same of the settings. @throws as `callApi` */
export async function callSettings(path: string, options: RequestInit): Promise<void> {
  await call(`/settings${path}`, options);
}

async function call(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, {
    ...options,
    headers: { Accept: 'application/json', ...options.headers },
  }).catch((error) => {
    // The browser's own words are for programmers. What we have called off ourselves is another matter.
    throw error instanceof TypeError ? new NoAnswerError(options.method, error) : error;
  });
  if (answer.ok) return answer;
  if (answer.status === 401) signInAgain();
  const problem: { detail?: string } = await answer.json().catch(() => ({}));
  throw new ApiError(answer.status, problem.detail ?? 'Mailroom could not answer. Try again.');
}

/** The header tells whole seconds (RFC 9110 section 6.6.1): half of one is added, so that it is wrong by no more. */
function answeredAt(answer: Response): number {
  return Date.parse(answer.headers.get('date') ?? '') + 500 || Date.now();
}

/** The session has ended: back to sign-in, and then back here. */
function signInAgain(): void {
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?return=${encodeURIComponent(here)}`);
}
