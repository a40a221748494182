import { NUMBER_COMMANDS } from '#bin/mailroom/numbers-commands.ts';
import { TWILIO_COMMANDS } from '#bin/mailroom/twilio-commands.ts';
import type { Command } from '#bin/mailroom/usage.ts';
import { SCOPES } from '#lib/access/actor.ts';

const json = { json: { type: 'boolean' } } as const;

/** Every command, in the order in which somebody new needs them. */
export const COMMANDS: Command[] = [
  {
    name: 'init',
    takes: '--workspace NAME --owner EMAIL --password-stdin --domain DOMAIN [--address ADDRESS] [--json]',
    does: 'Sets Mailroom up without a browser; running it again changes nothing.',
    notes: [
      'The password is read from standard input, to its end; a line break at the end is not part of it.',
    ],
    options: {
      workspace: { type: 'string' },
      owner: { type: 'string' },
      'password-stdin': { type: 'boolean' },
      domain: { type: 'string' },
      address: { type: 'string' },
      ...json,
    },
    required: ['workspace', 'owner', 'password-stdin', 'domain'],
    positionals: [0, 0],
    load: () => import('#bin/mailroom/init.ts'),
  },
  {
    name: 'address create',
    takes: 'ADDRESS [--label TEXT] [--json]',
    does: 'Makes a managed address: an email at a domain of the workspace, or an E.164 number.',
    notes: ['Prints the address as it is kept.'],
    options: { label: { type: 'string' }, ...json },
    positionals: [1, 1],
    load: () => import('#bin/mailroom/address-create.ts'),
  },
  {
    name: 'address list',
    takes: '[--json]',
    does: 'Prints the managed addresses, one a line, each with its label after a tab.',
    options: json,
    positionals: [0, 0],
    load: () => import('#bin/mailroom/address-list.ts'),
  },
  {
    name: 'member reset',
    takes: 'EMAIL [--json]',
    does: 'Prints a link by which a member who has forgotten their password sets a new one.',
    notes: [
      'It works once, for 24 hours, and signs them out everywhere; their second factor stays on.',
      'An earlier link for the same member ends.',
    ],
    options: json,
    positionals: [1, 1],
    load: () => import('#bin/mailroom/member-reset.ts'),
  },
  {
    name: 'token create',
    takes: '--name NAME --scope SCOPE,… [--address ADDRESS]… [--json]',
    does: 'Makes an API token and prints it alone, once.',
    notes: [
      `The scopes: ${SCOPES.join(', ')}.`,
      'With --address (as often as needed) the token touches only those.',
    ],
    options: {
      name: { type: 'string' },
      scope: { type: 'string', multiple: true },
      address: { type: 'string', multiple: true },
      ...json,
    },
    required: ['name', 'scope'],
    positionals: [0, 0],
    load: () => import('#bin/mailroom/token-create.ts'),
  },
  {
    name: 'token list',
    takes: '[--json]',
    does: 'Prints the API tokens, one a line: id, beginning, name, scopes, addresses, last use, and whether it is revoked.',
    options: json,
    positionals: [0, 0],
    load: () => import('#bin/mailroom/token-list.ts'),
  },
  {
    name: 'token revoke',
    takes: 'ID [--json]',
    does: 'Takes an API token out of use, for ever.',
    options: json,
    positionals: [1, 1],
    load: () => import('#bin/mailroom/token-revoke.ts'),
  },
  {
    name: 'code',
    takes: 'ADDRESS [--service x] [--after TIME] [--wait SECONDS] [--claim] [--json]',
    does: 'Asks the API for the newest usable code and prints it alone.',
    notes: [
      'The API is at MAILROOM_URL; MAILROOM_TOKEN is the token, with the scope codes:read (codes:claim for --claim).',
      'TIME is like 2026-11-24T10:00:00Z, or the id of a code: only what came later. Ends with 3 when nothing came in time.',
    ],
    options: {
      service: { type: 'string' },
      after: { type: 'string' },
      wait: { type: 'string' },
      claim: { type: 'boolean' },
      ...json,
    },
    positionals: [1, 1],
    load: () => import('#bin/mailroom/code.ts'),
  },
  ...NUMBER_COMMANDS,
  ...TWILIO_COMMANDS,
  {
    name: 'extract',
    takes: '[FILE.eml] [--json] | --jsonl',
    does: 'Prints the codes and links that the extractor finds in one mail (from standard input without FILE).',
    notes: [
      'With --jsonl: reads a message a line, {channel, from, subject, text, html}, from standard input and prints',
      '{codes: [{code, service, purpose, confidence}], links: […]} a line, best first. Needs no database.',
    ],
    options: { jsonl: { type: 'boolean' }, ...json },
    positionals: [0, 1],
    load: () => import('#bin/mailroom/extract.ts'),
  },
  {
    name: 'migrate',
    takes: '[--json]',
    does: 'Brings the database up to date, and prints the migrations that were missing.',
    options: json,
    positionals: [0, 0],
    load: () => import('#bin/mailroom/migrate.ts'),
  },
  {
    name: 'backup',
    takes: 'FILE [--json]',
    does: 'Writes all of Mailroom into a new file, also while it runs: the database as it is at one moment, and the secret.',
    notes: [
      'Whoever has the file can read all that is in it: every message, and with the secret every authenticator.',
      'It is a gzipped tar; mailroom restore puts it back.',
    ],
    options: json,
    positionals: [1, 1],
    load: () => import('#bin/mailroom/backup.ts'),
  },
  {
    name: 'restore',
    takes: 'FILE [--json]',
    does: 'Puts a backup into an empty Mailroom that is stopped: all of it or, whatever goes wrong, nothing.',
    notes: [
      'The secret goes to DATA_DIR; where MAILROOM_SECRET is set, it must be the one of the backup.',
      'A backup of an earlier version is brought up to date.',
    ],
    options: json,
    positionals: [1, 1],
    load: () => import('#bin/mailroom/restore.ts'),
  },
];
