import * as account from '#app/api/v1/accounts/[id]/route.ts';
import * as totp from '#app/api/v1/accounts/[id]/totp/route.ts';
import * as accounts from '#app/api/v1/accounts/route.ts';
import * as address from '#app/api/v1/addresses/[address]/route.ts';
import * as addresses from '#app/api/v1/addresses/route.ts';
import * as claimOne from '#app/api/v1/codes/[id]/claim/route.ts';
import * as claim from '#app/api/v1/codes/claim/route.ts';
import * as latestCode from '#app/api/v1/codes/latest/route.ts';
import * as codes from '#app/api/v1/codes/route.ts';
import * as events from '#app/api/v1/events/route.ts';
import * as attachment from '#app/api/v1/messages/[id]/attachments/[n]/route.ts';
import * as forward from '#app/api/v1/messages/[id]/forward/route.ts';
import * as message from '#app/api/v1/messages/[id]/route.ts';
import * as source from '#app/api/v1/messages/[id]/source/route.ts';
import * as latestMessage from '#app/api/v1/messages/latest/route.ts';
import * as messages from '#app/api/v1/messages/route.ts';
import * as keepNumber from '#app/api/v1/numbers/[number]/keep/route.ts';
import * as receiveNumber from '#app/api/v1/numbers/[number]/receive/route.ts';
import * as number from '#app/api/v1/numbers/[number]/route.ts';
import * as numbersForSale from '#app/api/v1/numbers/available/route.ts';
import * as numbers from '#app/api/v1/numbers/route.ts';
import * as delivery from '#app/api/v1/webhooks/[id]/deliveries/[deliveryId]/redeliver/route.ts';
import * as deliveries from '#app/api/v1/webhooks/[id]/deliveries/route.ts';
import * as webhook from '#app/api/v1/webhooks/[id]/route.ts';
import * as webhooks from '#app/api/v1/webhooks/route.ts';

/** The routes that the document describes, in the order of a reader's interest. */
export const PATHS = {
  '/codes/latest': latestCode,
  '/codes': codes,
  '/codes/claim': claim,
  '/codes/{id}/claim': claimOne,
  '/messages': messages,
  '/messages/latest': latestMessage,
  '/messages/{id}': message,
  '/messages/{id}/source': source,
  '/messages/{id}/attachments/{n}': attachment,
  '/messages/{id}/forward': forward,
  '/addresses': addresses,
  '/addresses/{address}': address,
  '/accounts': accounts,
  '/accounts/{id}': account,
  '/accounts/{id}/totp': totp,
  '/events': events,
  '/numbers': numbers,
  '/numbers/available': numbersForSale,
  '/numbers/{number}': number,
  '/numbers/{number}/receive': receiveNumber,
  '/numbers/{number}/keep': keepNumber,
  '/webhooks': webhooks,
  '/webhooks/{id}': webhook,
  '/webhooks/{id}/deliveries': deliveries,
  '/webhooks/{id}/deliveries/{deliveryId}/redeliver': delivery,
};
