import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { Claims } from '#lib/access/single-sign-on.ts';
import { settings } from '#lib/settings.ts';

/** Part of the callback's address, which is registered with the issuer: never to be changed. */
export const ISSUER_ID = 'oidc';

/** An issuer far away may take its time; a person watches. */
const TIMEOUT_MS = 10_000;

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.string().nullish(),
  // AWS Cognito writes its truths as words.
  email_verified: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')])
    .nullish(),
  name: z.string().nullish(),
});

/** The host of the issuer, by which people know it; null without single sign-on. */
export function issuerHost(): string | null {
  const { oidc } = settings();
  return oidc && new URL(oidc.issuer).host;
}

/** Sign-in by OpenID Connect: the authorization code flow with PKCE, state and nonce. */
export function issuer(): OAuthConfig<z.infer<typeof claimsSchema>>[] {
  const { oidc } = settings();
  if (!oidc) return [];
  return [
    {
      id: ISSUER_ID,
      name: new URL(oidc.issuer).host,
      type: 'oauth',
      wellKnown: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      authorization: { params: { scope: 'openid email profile' } },
      checks: ['pkce', 'state', 'nonce'],
      idToken: true,
      httpOptions: { timeout: TIMEOUT_MS },
      userinfo: {
        // Many issuers put no email into the ID token when they also give an access token (OpenID Connect Core 5.4).
        async request({ tokens, client }) {
          // What openid-client has made of the answer and verified; next-auth's type says less.
          const set = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
          const more = client.issuer.metadata.userinfo_endpoint ? await client.userinfo(set) : {};
          // What identifies is taken from what is signed.
          return { ...more, ...set.claims() };
        },
      },
      profile: (claims) => ({ id: claims.sub }),
    },
  ];
}

/**
 * Pure: what an issuer said of a person.
 * @throws when it is no answer of this issuer (OpenID Connect Discovery 1.0 section 4.3)
 */
export function readClaims(given: unknown, expected: string): Claims {
  const { iss, sub, email = null, email_verified, name = null } = claimsSchema.parse(given);
  if (iss !== expected)
    throw new Error(`OIDC_ISSUER is ${expected}, but the issuer calls itself ${iss}: set it to that.`);
  return { issuer: iss, subject: sub, email, emailVerified: email_verified === true, name };
}
