import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** Twilio's, GitHub's and every proxy's idea of a base URL: an origin, with no path and no trailing slash. */
const origin = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as https://inbox.example.com' })
  .transform((value, context) => {
    const url = new URL(value);
    if (url.pathname === '/' && !url.search && !url.hash && !url.username) return url.origin;
    context.addIssue({
      code: 'custom',
      message: `must be a bare origin such as ${url.origin}, without a path`,
    });
    return z.NEVER;
  });
/** As the issuer writes itself: OpenID Connect Discovery 1.0 section 4.3 compares it sign by sign. */
const issuer = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as https://login.example.com' })
  .superRefine((value, context) => {
    if (!URL.canParse(value)) return;
    const { protocol, hostname, pathname, search, hash } = new URL(value);
    const mistake = (message: string) => context.addIssue({ code: 'custom', message });
    if (pathname.includes('/.well-known/') || search || hash)
      mistake('must be the issuer itself, without /.well-known/… and without ? and #');
    // Whoever can change what an issuer says can sign in as anybody.
    if (protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname))
      mistake('must begin with https://, unless it is on this machine');
  });
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((n) => n <= 65535, 'must be at most 65535');
const text = z.string().min(1);

const environment = z.object({
  PORT: port.default(3000),
  HOST: text.default('127.0.0.1'),
  SMTP_PORT: port.default(2525),
  SMTP_HOST: text.default('127.0.0.1'),
  SMTP_NAME: text.regex(/^[A-Za-z0-9.-]+$/, 'must be a host name').optional(),
  SMTP_TLS_CERT: text.optional(),
  SMTP_TLS_KEY: text.optional(),
  SMTP_PROCESSES: z
    .string()
    .regex(/^([1-9]|1[0-6])$/, 'must be a number from 1 to 16')
    .default('1')
    .transform(Number),
  SMTP_MAX_SIZE: text.default('25MiB').transform(parseSize),
  PUBLIC_URL: origin.optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be a URL such as postgresql://user:password@host:5432/mailroom',
    })
    .optional(),
  DATA_DIR: text.default('./data'),
  MAILROOM_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters; `openssl rand -hex 32` makes one')
    .optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: text.optional(),
  TWILIO_API_URL: origin.optional(),
  SMTP_RELAY_URL: z
    .url({
      protocol: /^smtps?$/,
      hostname: /./,
      error: 'must be a URL such as smtps://user:password@relay.example.com',
    })
    .optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false'], 'must be true or false').default('false'),
  MAILROOM_URL: origin.optional(),
  MAILROOM_TOKEN: text.optional(),
});

/** Settings that make sense only together: half of one is a mistake, not a default. */
const TOGETHER: (keyof z.infer<typeof environment>)[][] = [
  ['SMTP_TLS_CERT', 'SMTP_TLS_KEY'],
  ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
];

export type Settings = ReturnType<typeof parseSettings>;

/** What is wrong with the environment, one line a mistake. */
export class SettingsError extends Error {
  readonly mistakes: string[];

  constructor(mistakes: string[]) {
    super(mistakes.join('\n'));
    this.name = 'SettingsError';
    this.mistakes = mistakes;
  }
}

/**
 * The settings this process was started with (README, “Settings”), parsed at the first call.
 * @throws SettingsError naming every mistake
 */
export function settings(): Settings {
  parsed ??= parseSettings(process.env);
  return parsed;
}
let parsed: Settings | undefined;

/** Reads `.env` into the environment when there is one; what is set already wins. */
export function readDotEnv(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new SettingsError([`.env cannot be read: ${(error as Error).message}`]);
  }
}

/** Pure: environment → settings. An empty value counts as unset, as in most shells and in Compose files. */
export function parseSettings(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = environment.safeParse(given);
  const mistakes = result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  for (const group of TOGETHER) {
    const missing = group.filter((name) => given[name] === undefined);
    if (missing.length > 0 && missing.length < group.length) {
      const present = group.filter((name) => given[name] !== undefined);
      mistakes.push(
        `${missing.join(' and ')} must be set too, since ${present.join(' and ')} is: they only work together`,
      );
    }
  }
  if (given.SMTP_RELAY_URL && URL.canParse(given.SMTP_RELAY_URL)) {
    const { from } = relayOf(given.SMTP_RELAY_URL, 'localhost');
    if (!z.email().safeParse(from.replace(/@localhost$/, '@localhost.test')).success)
      mistakes.push(`SMTP_RELAY_URL has from=${from}, which is not an address such as mailroom@example.com`);
  }
  if (!result.success || mistakes.length > 0) throw new SettingsError(mistakes);

  const e = result.data;
  return {
    web: { host: e.HOST, port: e.PORT, publicUrl: e.PUBLIC_URL ?? `http://localhost:${e.PORT}` },
    smtp: {
      host: e.SMTP_HOST,
      port: e.SMTP_PORT,
      name: e.SMTP_NAME ?? hostname(),
      /** Receivers that share the port. */
      processes: e.SMTP_PROCESSES,
      maxSize: e.SMTP_MAX_SIZE,
      tls: e.SMTP_TLS_CERT && e.SMTP_TLS_KEY ? { cert: e.SMTP_TLS_CERT, key: e.SMTP_TLS_KEY } : null,
    },
    databaseUrl: e.DATABASE_URL ?? null,
    dataDir: path.resolve(e.DATA_DIR),
    secret: e.MAILROOM_SECRET ?? null,
    twilio:
      e.TWILIO_ACCOUNT_SID && e.TWILIO_AUTH_TOKEN
        ? {
            accountSid: e.TWILIO_ACCOUNT_SID,
            // Several, separated by commas, while a token is being rotated: the first one is used for requests.
            authTokens: e.TWILIO_AUTH_TOKEN.split(',')
              .map((token) => token.trim())
              .filter(Boolean),
            apiUrl: e.TWILIO_API_URL ?? null,
          }
        : null,
    /** Outgoing mail: where it goes, and its sender. */
    relay: e.SMTP_RELAY_URL ? relayOf(e.SMTP_RELAY_URL, e.SMTP_NAME ?? hostname()) : null,
    oidc:
      e.OIDC_ISSUER && e.OIDC_CLIENT_ID && e.OIDC_CLIENT_SECRET
        ? { issuer: e.OIDC_ISSUER, clientId: e.OIDC_CLIENT_ID, clientSecret: e.OIDC_CLIENT_SECRET }
        : null,
    webhooks: { allowPrivate: e.WEBHOOK_ALLOW_PRIVATE === 'true' },
    /** For the command line's client of the API. */
    client: { url: e.MAILROOM_URL ?? `http://localhost:${e.PORT}`, token: e.MAILROOM_TOKEN ?? null },
  };
}

/** `?from=` names the sender of outgoing mail; it is ours, and not the relay's to see. */
function relayOf(value: string, hostName: string): { url: string; from: string } {
  const url = new URL(value);
  const from = url.searchParams.get('from') ?? `mailroom@${hostName}`;
  url.searchParams.delete('from');
  return { url: url.href, from };
}

const UNITS: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `26214400`, `25M`, `25MiB` and `25 MB` alike are powers of 1,024: bytes. */
function parseSize(value: string, context: z.RefinementCtx): number {
  const match = /^(\d{1,12})\s*([kmg]?)i?b?$/i.exec(value.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? ''];
  const bytes = match && unit ? Number(match[1]) * unit : 0;
  // A base64 body is expanded in memory several times over; 1 GiB would exhaust most machines.
  if (bytes >= 1024 && bytes <= 1024 ** 3) return bytes;
  context.addIssue({ code: 'custom', message: 'must be a size such as 25MiB, between 1KiB and 1GiB' });
  return z.NEVER;
}
