import { beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#lib/access/passwords.ts';
import { database } from '#lib/database/client.ts';
import { hasFocus } from '#tests/support/focus.ts';
import { openMailroom, signIn } from '#tests/support/journey.ts';
import { deliverSample, SAMPLE_MAIL } from '#tests/support/sample-mail.ts';
import { createWorkspace, first } from '#tests/support/workspace.ts';

const journey = openMailroom();
const PASSWORD = 'correct horse battery';
let email = '';
let workspace: Awaited<ReturnType<typeof createWorkspace>>;

beforeAll(async () => {
  workspace = await createWorkspace(['brand']);
  email = workspace.owner.email;
  await setPassword(workspace.owner.id);
});

async function setPassword(memberId: string) {
  await database().member.update({
    where: { id: memberId },
    data: { passwordHash: await hashPassword(PASSWORD) },
  });
}

test('a wrong password is named in place, and the email stays', async () => {
  const page = await journey.visit('/sign-in');
  await signIn(page, email, 'not the password');
  await page.getByText('This email and password do not belong together').waitFor();
  expect(await page.getByLabel('Email').inputValue()).toBe(email);
  expect(page.url()).not.toContain('password');
  await hasFocus(page.getByRole('button', { name: 'Sign in', exact: true }));
  await page.getByText('An owner can make you a link for a new one').waitFor();
});

test('the right one leads to where one wanted to go, and signing out ends it', async () => {
  const page = await journey.visit('/addresses');
  await page.waitForURL('**/sign-in?return=%2Faddresses');
  await signIn(page, email, PASSWORD);
  await page.waitForURL('**/addresses');
  await page.getByRole('heading', { name: 'Addresses', exact: true }).waitFor();

  // The button is there before the script that makes it work.
  await page.waitForFunction(() => {
    const button = document.querySelector('[aria-label="Sign out"]');
    return button !== null && Object.keys(button).some((key) => key.startsWith('__reactProps'));
  });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.goto(`${journey.url}/inbox`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a member without a grant sees nothing, not even that it exists', async () => {
  const member = await database().member.create({
    data: { workspaceId: workspace.workspace.id, email: `m@${workspace.domain}`, name: 'Mo', role: 'member' },
  });
  await setPassword(member.id);
  const { address } = workspace.address;
  const id = await deliverSample(address, first(SAMPLE_MAIL));

  const page = await journey.visit('/inbox');
  await signIn(page, member.email, PASSWORD);
  await page.getByRole('heading', { name: 'You have no access to an address yet' }).waitFor();
  expect(await page.content()).not.toContain(address);

  await page.goto(`${journey.url}/inbox?address=${encodeURIComponent(address)}`);
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await page.goto(`${journey.url}/inbox?message=${id}`);
  await page.getByText('This message is not here').waitFor();

  // An open page of ours would notice by itself and lead to the sign-in, in the middle of what comes next.
  await page.goto('about:blank');
  await database().member.delete({ where: { id: member.id } });
  await page.goto(`${journey.url}/inbox`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('after ten wrong passwords the answer is to wait, in clear words', async () => {
  const page = await journey.visit('/sign-in');
  for (let attempt = 0; attempt < 11; attempt += 1) {
    await signIn(page, 'guess@nowhere.example', `guess number ${attempt}`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  }
  await page.getByText(/Too many failed sign-ins. Try again in \d minutes/).waitFor();
});
