import type { Command } from '#bin/mailroom/usage.ts';

type Act = 'list' | 'search' | 'buy' | 'receive' | 'label' | 'calls' | 'release' | 'keep';

const json = { json: { type: 'boolean' } } as const;
const token = 'Asks the API at MAILROOM_URL; MAILROOM_TOKEN is the token, with the scope numbers:write.';
const load = (act: Act) => async () => ({ run: (await import('#bin/mailroom/numbers.ts'))[act] });

/** What is done with the numbers of the Twilio account. */
export const NUMBER_COMMANDS: Command[] = [
  {
    name: 'numbers list',
    takes: '[--json]',
    does: 'Prints the numbers, one a line, each with its label and where its texts go.',
    notes: [token],
    options: json,
    positionals: [0, 0],
    load: load('list'),
  },
  {
    name: 'numbers search',
    takes: 'COUNTRY [--type local|mobile|tollFree] [--digits DIGITS] [--json]',
    does: 'Prints numbers that could be bought, one a line: number, price a month, what it can do, place.',
    notes: ['COUNTRY is two letters, such as US. Ends with 3 when there is none.', token],
    options: { type: { type: 'string' }, digits: { type: 'string' }, ...json },
    positionals: [1, 1],
    load: load('search'),
  },
  {
    name: 'numbers buy',
    takes: 'NUMBER [--label TEXT] [--json]',
    does: 'Buys a number, whose texts come here then. The same again buys nothing.',
    notes: ['X refuses some numbers that it takes for VoIP: mobile numbers are taken most often.', token],
    options: { label: { type: 'string' }, ...json },
    positionals: [1, 1],
    load: load('buy'),
  },
  {
    name: 'numbers receive',
    takes: 'NUMBER [--json]',
    does: 'Brings in a number that the Twilio account has, or mends one whose texts go elsewhere.',
    notes: [token],
    options: json,
    positionals: [1, 1],
    load: load('receive'),
  },
  {
    name: 'numbers label',
    takes: 'NUMBER TEXT [--json]',
    does: 'Labels a managed phone; an empty TEXT takes the label away.',
    notes: [token],
    options: json,
    positionals: [2, 2],
    load: load('label'),
  },
  {
    name: 'numbers calls',
    takes: 'NUMBER on|off [--greeting TEXT] [--json]',
    does: 'Has the calls to a number answered, recorded and transcribed into messages, or not.',
    notes: ['TEXT is said to a caller first: some places want a caller to be told of the recording.', token],
    options: { greeting: { type: 'string' }, ...json },
    positionals: [2, 2],
    load: load('calls'),
  },
  {
    name: 'numbers release',
    takes: 'NUMBER [--json]',
    does: 'Gives a number back to Twilio in seven days, and names the accounts that are registered with it.',
    notes: [token],
    options: json,
    positionals: [1, 1],
    load: load('release'),
  },
  {
    name: 'numbers keep',
    takes: 'NUMBER [--json]',
    does: 'Keeps a number that was to be given back.',
    notes: [token],
    options: json,
    positionals: [1, 1],
    load: load('keep'),
  },
  {
    name: 'messages send',
    takes: '--from NUMBER --to NUMBER [--wait SECONDS] [--key KEY] [--json] TEXT',
    does: 'Sends an SMS from a managed phone and prints its id; with --wait, its state once that is final.',
    notes: [
      'Ends with 1 when it failed and with 3 when it has not arrived in time; not every carrier says that it has.',
      'The same KEY again sends nothing twice.',
      'MAILROOM_TOKEN is a token with the scope messages:send, and for --wait messages:read.',
    ],
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      wait: { type: 'string' },
      key: { type: 'string' },
      ...json,
    },
    required: ['from', 'to'],
    positionals: [1, 1],
    load: () => import('#bin/mailroom/messages-send.ts'),
  },
];
