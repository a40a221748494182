import type { Actor } from '#lib/access/actor.ts';
import { requireScope } from '#lib/access/permissions.ts';
import { MailroomError } from '#lib/errors.ts';

/**
 * For what is done with the numbers of the Twilio account: owners, admins, and tokens that have the scope and all of the
 * workspace, since a number costs money before it is anybody's address. @throws MailroomError `forbidden`
 */
export function requireNumbers(actor: Actor): void {
  requireScope(actor, 'numbers:write');
  if (actor.kind === 'token' && actor.addressIds)
    throw new MailroomError(
      'forbidden',
      'This token is limited to some addresses: it does nothing with numbers.',
    );
}
