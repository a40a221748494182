import { refuse } from '#app/mailosaur/failure.ts';
import type { Operation } from '#app/mailosaur/operation.ts';

/** What Mailosaur does and Mailroom does not: told in words, since a 404 would look like a mistake of the test. */
export const UNSUPPORTED: Operation[] = [
  unsupported('POST', 'messages', 'Mailroom receives mail, and sends none for a test'),
  unsupported('POST', 'messages/{id}/forward', 'Mailroom forwards no message for a test'),
  unsupported('POST', 'messages/{id}/reply', 'Mailroom replies to no message'),
  unsupported('POST', 'messages/{id}/screenshots', 'Mailroom renders no mail in other clients'),
  unsupported('GET', 'screenshots/clients', 'Mailroom renders no mail in other clients'),
  unsupported('GET', 'files/screenshots/{id}', 'Mailroom renders no mail in other clients'),
  unsupported('GET', 'analysis/spam/{id}', 'Mailroom runs no spam filter'),
  unsupported(
    'GET',
    'analysis/deliverability/{id}',
    'Mailroom judges SPF, DKIM and DMARC only: a message of /api/v1/messages has the results',
  ),
];

function unsupported(method: Operation['method'], path: string, detail: string): Operation {
  return { method, path, scope: 'messages:read', handle: async () => refuse('request', detail) };
}
