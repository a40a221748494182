import type { Command } from '#bin/mailroom/usage.ts';

type Act = 'list' | 'add' | 'exchange' | 'remove';

const json = { json: { type: 'boolean' } } as const;
const stdin = { 'token-stdin': { type: 'boolean' } } as const;
const load = (act: Act) => async () => ({ run: (await import('#bin/mailroom/twilio.ts'))[act] });

/** What is done with Twilio accounts besides the configured one, such as its subaccounts. */
export const TWILIO_COMMANDS: Command[] = [
  {
    name: 'twilio list',
    takes: '[--json]',
    does: 'Prints the Twilio accounts besides the configured one, one a line: account SID, label, and what went wrong when its list was last read.',
    options: json,
    positionals: [0, 0],
    load: load('list'),
  },
  {
    name: 'twilio add',
    takes: 'ACCOUNT_SID --token-stdin [--label TEXT] [--json]',
    does: 'Adds a Twilio account, such as a subaccount, once Twilio has accepted its auth token.',
    notes: [
      'Its numbers are then listed, receive and send; without TEXT it is called what Twilio calls it.',
      'The token is read from standard input, to its end, and is kept encrypted.',
    ],
    options: { label: { type: 'string' }, ...stdin, ...json },
    required: ['token-stdin'],
    positionals: [1, 1],
    load: load('add'),
  },
  {
    name: 'twilio exchange',
    takes: 'ACCOUNT_SID --token-stdin',
    does: 'Puts another auth token in the place of the one that is here, once Twilio has accepted it.',
    notes: ['What Twilio signs with the one before is believed for a day more.'],
    options: stdin,
    required: ['token-stdin'],
    positionals: [1, 1],
    load: load('exchange'),
  },
  {
    name: 'twilio remove',
    takes: 'ACCOUNT_SID',
    does: 'Forgets a Twilio account and its token: its texts are refused, and what came stays.',
    options: {},
    positionals: [1, 1],
    load: load('remove'),
  },
];
