import { z } from 'zod';
import { readBody } from '#app/api/v1/input.ts';
import { text } from '#app/api/v1/parameters.ts';
import { pathId } from '#app/api/v1/path.ts';
import { refuse } from '#app/mailosaur/failure.ts';
import type { Operation } from '#app/mailosaur/operation.ts';
import { findAccount, listAccounts } from '#lib/accounts/find.ts';
import { createAccount, deleteAccount } from '#lib/accounts/manage.ts';
import type { PublicAccount } from '#lib/accounts/present.ts';
import { readTotp } from '#lib/accounts/secrets.ts';
import { readAuthenticator, type TotpCode, totpAt } from '#lib/accounts/totp.ts';
import { MailroomError } from '#lib/errors.ts';

/** A device is the authenticator of an account. One that a test makes is of no service: it stands for itself. */
const MADE_HERE = 'device';

export const DEVICES: Operation[] = [
  {
    method: 'GET',
    path: 'devices',
    scope: 'accounts:read',
    handle: async ({ actor }) => {
      const accounts = await listAccounts(actor);
      return { items: accounts.filter(({ hasAuthenticator }) => hasAuthenticator).map(present) };
    },
  },
  {
    method: 'POST',
    path: 'devices',
    scope: 'accounts:write',
    handle: async ({ actor, request }) => {
      const { name, sharedSecret } = await readBody(
        request,
        z.object({ name: text(), sharedSecret: text() }),
      );
      const given = { service: MADE_HERE, handle: name, authenticator: sharedSecret };
      return present(await createAccount(actor, given).catch(inTheirWords));
    },
  },
  {
    method: 'POST',
    path: 'devices/otp',
    scope: 'totp:read',
    handle: async ({ request }) => {
      const { sharedSecret } = await readBody(request, z.object({ sharedSecret: text() }));
      try {
        return presentCode(totpAt(readAuthenticator(sharedSecret), new Date()));
      } catch (error) {
        return inTheirWords(error);
      }
    },
  },
  {
    method: 'GET',
    path: 'devices/{id}/otp',
    scope: 'totp:read',
    handle: async ({ actor, params }) =>
      presentCode(await readTotp(actor, pathId(params.id, 'account-not-found', 'device'))),
  },
  {
    method: 'DELETE',
    path: 'devices/{id}',
    scope: 'accounts:write',
    handle: async ({ actor, params }) => {
      const { id, service, handle } = await findAccount(
        actor,
        pathId(params.id, 'account-not-found', 'device'),
      );
      // A team that lost its authenticator's secret is locked out.
      if (service !== MADE_HERE)
        refuse('id', `This is the authenticator of the ${service} account ${handle}: delete it in Mailroom`);
      await deleteAccount(actor, id);
      return undefined;
    },
  },
];

function present({ id, service, handle }: PublicAccount) {
  return { id, name: service === MADE_HERE ? handle : `${service} ${handle}` };
}

function presentCode({ code, validUntil }: TotpCode) {
  return { code, expires: validUntil };
}

/** What is wrong with a device, under the names by which their clients give it. */
function inTheirWords(error: unknown): never {
  if (!(error instanceof MailroomError)) throw error;
  if (error.code === 'account-taken') refuse('name', 'There is a device of this name already');
  const names: Record<string, string> = { authenticator: 'sharedSecret', handle: 'name' };
  const fields = error.fields.map(({ field, detail }) => ({ field: names[field] ?? field, detail }));
  throw new MailroomError(error.code, error.message, { fields });
}
