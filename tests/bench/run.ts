import { setTimeout as sleep } from 'node:timers/promises';
import { startInstance } from '#bin/instance.ts';
import { makeWorkspace, say } from '#tests/bench/instance.ts';
import { measureMemory } from '#tests/bench/memory.ts';
import { keepSending } from '#tests/bench/smtp/senders.ts';
import { measureIntake } from '#tests/bench/smtp.ts';
import { measureTimeToCode } from '#tests/bench/time-to-code.ts';

// `npm run bench`: the whole system, started as a user starts it, measured from outside. These machines are noisy:
// each time stands beside that of something simpler that was measured in the same run.

const MAILS = 300;
/** That come in while the time to a code is measured. */
const PER_SECOND = 600;
/** Until compilers and caches are warm. */
const WARM_UP_MS = 6_000;
/** Most codes come when nothing else does. Longer than a pool keeps connections by itself. */
const SILENCE_MS = 12_000;

const first = await startInstance({ print: say });
const folder = first.environment.DATA_DIR ?? '';
await makeWorkspace(first);
await first.mailroom(['address', 'create', 'brand@bench.example']);
await first.mailroom(['address', 'create', 'others@bench.example']);
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
  const measured = { token, address: 'brand@bench.example', mails: MAILS };
  const sendOthers = () =>
    keepSending({
      ...{ port: instance.smtpPort, recipient: 'others@bench.example', connections: 16 },
      ...{ mail: 'plain', perSecond: PER_SECOND },
    });
  const endWarmUp = sendOthers();
  await sleep(WARM_UP_MS);
  await endWarmUp();
  console.table(await measureTimeToCode(instance, { ...measured, goals: 'p50 ≤ 4, p99 ≤ 12' }));

  console.log(
    `\nThe same, each after ${SILENCE_MS / 1_000} seconds in which nothing came (8 mails: the p99 is the slowest)`,
  );
  console.table(
    await measureTimeToCode(instance, { ...measured, mails: 8, silence: SILENCE_MS, goals: 'none' }),
  );

  const stop = sendOthers();
  await sleep(WARM_UP_MS);
  const busy = await measureTimeToCode(instance, { ...measured, goals: 'p50 ≤ 6, p99 ≤ 30' });
  const rate = await stop();
  console.log(`\nThe same while ${rate.toFixed(0)} mails a second come in (${PER_SECOND} were offered)`);
  console.table(busy);

  console.log('\nIntake: mails a second, all on this machine, each server warmed up');
  console.table(await measureIntake(instance, 'brand@bench.example'));

  console.log('\nMemory after it (PSS: shared pages count once)');
  console.table(await measureMemory(instance.pid));
} finally {
  await instance.remove();
}
