import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { COMMANDS } from '#bin/mailroom/commands.ts';
import { exitCodeOf, explain } from '#bin/mailroom/failure.ts';
import { findCommand, helpOn, overview, readArguments, UsageError } from '#bin/mailroom/usage.ts';

// `npm run --silent mailroom -- …`: standard output carries only the answer, messages go to standard error.
// Exit codes: 0, 1 (failed), 2 (wrong usage), 3 (nothing found in time).

// `mailroom … | head` has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// A third of a command's time went into compiling the same modules again. Kept where only those who
// may write Mailroom's own code can write; where this user cannot, nothing is kept.
enableCompileCache(path.join(import.meta.dirname, '../node_modules/.cache/mailroom'));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = exitCodeOf(error);
}

async function main(args: string[]): Promise<number> {
  if (args.length === 0) throw new UsageError(overview(COMMANDS));
  const asked = findCommand(COMMANDS, args);
  if ('about' in asked) {
    process.stdout.write(`${helpOn(asked.about)}\n`);
    return 0;
  }
  const { command, rest } = asked;
  const parsed = readArguments(command, rest);
  const { run } = await command.load();
  return (await run(parsed)) ?? 0;
}
