/** What the API refused, in its own words (RFC 9457). */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** The public API, as the signed-in member. @throws ApiError, or TypeError when the server does not answer */
export async function callApi<T>(path: string, options: RequestInit = {}): Promise<T> {
  const answer = await fetch(`/api/v1${path}`, { ...options, headers: { Accept: 'application/json' } });
  if (answer.ok) return answer.json() as Promise<T>;
  if (answer.status === 401) signInAgain();
  const problem: { detail?: string } = await answer.json().catch(() => ({}));
  throw new ApiError(answer.status, problem.detail ?? 'Mailroom could not answer. Try again.');
}

/** The session has ended: back to sign-in, and then back here. */
function signInAgain(): void {
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?return=${encodeURIComponent(here)}`);
}
