import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** One command: what it is called, what it takes, and where the code is (loaded only when it is called). */
export type Command = {
  name: string;
  /** What follows the name, as the help shows it. */
  takes: string;
  does: string;
  /** Longer, one line a thing to know. */
  notes?: string[];
  options: ParseArgsOptionsConfig;
  /** The options without which it cannot run. */
  required?: string[];
  /** The least and the most arguments that are not options. */
  positionals: [least: number, most: number];
  load: () => Promise<{ run: (given: Given) => Promise<number | undefined> }>;
};

/** What was given, checked against the command's options. */
export type Given = {
  positionals: string[];
  text: (option: string) => string | undefined;
  list: (option: string) => string[];
  flag: (option: string) => boolean;
};

/** The command was not used as it is meant: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What the arguments ask for: a command and what follows its name, or help on some commands. @throws UsageError */
export function findCommand(
  commands: Command[],
  args: string[],
): { command: Command; rest: string[] } | { about: Command[] } {
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => args[i] === word));
  const wantsHelp = args.some((arg) => HELP.includes(arg));
  if (command) {
    const rest = args.slice(command.name.split(' ').length);
    return wantsHelp ? { about: [command] } : { command, rest };
  }
  if (HELP.includes(args[0] ?? '') || args[0] === 'help') return { about: commands };
  const family = commands.filter(({ name }) => name.startsWith(`${args[0]} `));
  if (family.length === 0) throw new UsageError(`There is no command ${args[0]}.\n\n${overview(commands)}`);
  if (wantsHelp) return { about: family };
  const members = family.map(({ name }) => name.split(' ')[1]).join(', ');
  throw new UsageError(`${args[0]} is followed by one of ${members}.\n\n${overview(family)}`);
}
const HELP = ['--help', '-h'];

/** @throws UsageError saying what is wrong and what would be right */
export function readArguments(command: Command, args: string[]): Given {
  const { values, positionals } = parse(command, args);
  const missing = (command.required ?? []).filter((name) => values[name] === undefined);
  if (missing.length > 0)
    refuse(command, `${missing.map((name) => `--${name}`).join(' and ')} must be given.`);
  const [least, most] = command.positionals;
  if (positionals.length < least) refuse(command, `${command.takes.split(' ')[0]} must be given.`);
  if (positionals.length > most) refuse(command, `“${positionals[most]}” is one argument too many.`);
  return {
    positionals,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    list: (option) => (Array.isArray(values[option]) ? values[option].map(String) : []),
    flag: (option) => values[option] === true,
  };
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, allowPositionals: true });
  } catch (error) {
    return refuse(command, (error as Error).message.split('. To specify')[0] ?? '');
  }
}

export function refuse(command: Pick<Command, 'name' | 'takes'>, what: string): never {
  throw new UsageError(`${what}\nUsage: mailroom ${command.name} ${command.takes}`.trimEnd());
}

/** Of one command all there is to say, of several what they are for. */
export function helpOn(commands: Command[]): string {
  return commands.length === 1 && commands[0] ? explain(commands[0]) : overview(commands);
}

function explain({ name, takes, does, notes = [] }: Command): string {
  return [`Usage: mailroom ${name} ${takes}`.trimEnd(), '', does, ...notes].join('\n');
}

export function overview(commands: Command[]): string {
  const lines = commands.map(({ name, takes, does }) => `  ${`${name} ${takes}`.trimEnd()}\n      ${does}`);
  return ['Usage: mailroom COMMAND …   (mailroom COMMAND --help says more)', '', ...lines].join('\n');
}
