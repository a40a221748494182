import { expect, test } from 'vitest';
import { COMMANDS } from '#bin/mailroom/commands.ts';
import { findCommand, readArguments, UsageError } from '#bin/mailroom/usage.ts';

function read(...args: string[]) {
  const asked = findCommand(COMMANDS, args);
  return 'about' in asked ? asked.about : readArguments(asked.command, asked.rest);
}

test.each([
  ['an unknown command', ['adress', 'list'], 'There is no command adress'],
  ['half a command', ['address'], 'one of create, list'],
  ['a missing argument', ['address', 'create'], 'ADDRESS must be given'],
  ['one argument too many', ['address', 'create', 'a@b.example', 'c@d.example'], 'one argument too many'],
  ['an unknown option', ['address', 'list', '--all'], "'--all'"],
  ['a missing option', ['token', 'create', '--name', 'CI'], '--scope must be given'],
  ['an option without its value', ['token', 'create', '--name'], 'Usage: mailroom token create --name NAME'],
])('%s is refused, saying what is right', (_, args, right) => {
  expect(() => read(...args)).toThrow(UsageError);
  expect(() => read(...args)).toThrow(right);
});

test('help is about the command, its family, or all', () => {
  const names = (...args: string[]) => {
    const about = read(...args);
    return Array.isArray(about) ? about.map(({ name }) => name) : about;
  };
  expect(names('--help')).toHaveLength(COMMANDS.length);
  expect(names('help')).toHaveLength(COMMANDS.length);
  expect(names('address', '--help')).toEqual(['address create', 'address list']);
  expect(names('code', 'a@b.example', '--wait', '5', '-h')).toEqual(['code']);
});

test('an option that may be repeated is a list', () => {
  const given = read('token', 'create', '--name', 'CI', '--scope', 'codes:read', '--scope', 'codes:claim');
  if (Array.isArray(given)) throw new Error('The command was not found.');
  expect(given.list('scope')).toEqual(['codes:read', 'codes:claim']);
  expect(given.list('address')).toEqual([]);
  expect(given.text('name')).toBe('CI');
  expect(given.flag('json')).toBe(false);
});
