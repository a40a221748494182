import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export type IssuedPerson = { sub: string; email: string; email_verified: boolean; name: string };

export const CLIENT = { id: 'mailroom', secret: 'a secret of the client' };

/**
 * An issuer of single sign-on on a free port. It asks nobody anything: whoever comes is the person in its `person`,
 * or, when that is null, changes their mind.
 */
export async function startIssuer(callback: string) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, IssuedPerson>();
  const issuer = {
    url,
    person: null as IssuedPerson | null,
    /** What the last one who came was sent with. */
    asked: new URLSearchParams(),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const provider = new Provider(url, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callback] }],
    // As the standard has it: the email is told at the userinfo endpoint alone.
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { Session: 60, Interaction: 60, Grant: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    cookies: { keys: ['a key of the cookies'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
    // Nobody is asked to consent.
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ clientId: CLIENT.id, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (pathname === '/auth') {
      issuer.asked = searchParams;
      // A session of before would sign the same person in again.
      request.headers.cookie = '';
    }
    if (!pathname.startsWith('/interaction/')) return answer(request, response);
    const { person } = issuer;
    if (person) people.set(person.sub, person);
    const result = person ? { login: { accountId: person.sub } } : { error: 'access_denied' };
    await provider.interactionFinished(request, response, result);
  });
  return issuer;
}

export type TestIssuer = Awaited<ReturnType<typeof startIssuer>>;
