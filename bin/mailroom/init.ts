import { withDatabase } from '#bin/mailroom/database.ts';
import { readInput } from '#bin/mailroom/input.ts';
import { answerJson, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { settings } from '#lib/settings.ts';
import { checkSetUp, setUp } from '#lib/workspaces/set-up.ts';

export async function run(given: Given): Promise<undefined> {
  const [workspace, email, domain] = [given.text('workspace'), given.text('owner'), given.text('domain')];
  if (process.stdin.isTTY) tell('Type the password, then Enter and Ctrl-D:');
  const password = (await readInput()).replace(/\r?\n$/, '');
  const wanted = {
    workspace: workspace ?? '',
    owner: { email: email ?? '', password },
    domain: domain ?? '',
    address: given.text('address'),
  };
  // Before a database is made for it.
  checkSetUp(wanted);
  const done = await withDatabase(() => setUp(wanted), { create: true });
  if (given.flag('json')) answerJson(done);
  tell(
    done.created
      ? `Workspace “${workspace}” is set up. ${email} signs in at ${settings().web.publicUrl}.`
      : `Workspace “${workspace}” was set up already. Nothing was changed.`,
  );
}
