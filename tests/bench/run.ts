import { startInstance } from '#bin/instance.ts';
import { measureMemory } from '#tests/bench/memory.ts';
import { measureIntake } from '#tests/bench/smtp.ts';
import { measureTimeToCode } from '#tests/bench/time-to-code.ts';

// `npm run bench`: the whole system, started as a user starts it, measured from outside. These machines are noisy:
// each time stands beside that of something simpler that was measured in the same run.

const MAILS = 300;

const first = await startInstance({ print: (chunk) => process.stderr.write(chunk) });
const folder = first.environment.DATA_DIR ?? '';
await first.mailroom(
  [
    'init',
    '--workspace',
    'Bench',
    '--owner',
    'bench@example.com',
    '--domain',
    'bench.example',
    '--password-stdin',
  ],
  'a long enough password',
);
await first.mailroom(['address', 'create', 'brand@bench.example']);
const token = await first.mailroom(['token', 'create', '--name', 'bench', '--scope', 'codes:read']);
await first.stop();

const startedAt = performance.now();
const instance = await startInstance({ folder });
const startMs = performance.now() - startedAt;
try {
  console.log('\nStart with existing data, built: until it is ready');
  console.table([{ goal: '< 5,000 ms', measured: `${startMs.toFixed(0)} ms` }]);

  console.log(
    `\nTime to code: from the final dot of a mail until a waiting API client holds the code (${MAILS} mails, one after another)`,
  );
  console.table(await measureTimeToCode(instance, { token, address: 'brand@bench.example', mails: MAILS }));

  console.log('\nIntake: mails a second, all on this machine, each server warmed up');
  console.table(await measureIntake(instance, 'brand@bench.example'));

  console.log('\nMemory after it (PSS: shared pages count once)');
  console.table(await measureMemory(instance.pid));
} finally {
  await instance.remove();
}
