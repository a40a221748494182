import { existsSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '#bin/demo/twilio.ts';
import { reconcile } from '#inbound/twilio/reconcile.ts';
import { buyNumber } from '#lib/phones/buy.ts';
import { answerCalls, leaveCalls } from '#lib/phones/calls.ts';
import { bringIn, listNumbers } from '#lib/phones/numbers.ts';
import { planRelease, releaseDue } from '#lib/phones/release.ts';
import { searchNumbers } from '#lib/phones/search.ts';
import { sendText } from '#lib/phones/send.ts';
import { settleTexts } from '#lib/phones/settle.ts';
import { addTwilioAccount } from '#lib/phones/twilio-accounts.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeWorkspace } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';
import { SECRET } from '#tests/support/web-app.ts';

// What Twilio publishes of its API is not part of this project; where it lies beside it, what is asked and answered in
// these tests is checked against it.
const PUBLISHED = '../shared/twilio/twilio-api-2010.openapi.json';

useDatabase();
process.env.MAILROOM_SECRET = SECRET;
const twilio = await openTwilio();

type Operation = {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: { properties: Record<string, object> } }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
};
type Document = { paths: Record<string, Record<string, Operation>>; components: object };

describe.skipIf(!existsSync(PUBLISHED))('by Twilio’s published description', () => {
  test('everything that is asked of Twilio, and answered by the server of the tests and the demo, is as described', async () => {
    const { operator } = await makeWorkspace();
    twilio.numbers.add('+14155550100');
    await bringIn(operator, '+14155550100');
    const { sid, token } = twilio.subaccount().account;
    await addTwilioAccount(operator, { accountSid: sid, authToken: token });
    await searchNumbers(operator, { country: 'US', type: 'local', digits: '415' });
    await buyNumber(operator, { number: '+14155550110' });
    twilio.trouble(/^POST .*Messages/, 'answer lost');
    for (const text of ['lost', 'arrived'])
      await sendText(operator, { from: '+14155550100', to: '+447700900123', text });
    await settleTexts(new Date(Date.now() + 2 * 60_000));
    await answerCalls(operator, '+14155550100', null);
    twilio.calls.record(twilio.calls.add('+14155550177', '+14155550100'), 'Your code is 482913.');
    await reconcile();
    await leaveCalls(operator, '+14155550100');
    const [first] = await listNumbers(operator);
    await planRelease(operator, first?.addressId ?? '');
    await releaseDue(new Date(Date.now() + 8 * 24 * 60 * 60_000));

    const document = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as Document;
    const described = twilio.exchanges.filter(({ path }) => path.startsWith('/2010-04-01/'));
    const operations = new Set(described.map((exchange) => check(document, exchange)));
    expect([...operations].toSorted()).toEqual([
      'delete /IncomingPhoneNumbers/{Sid}.json',
      'get /2010-04-01/Accounts/{Sid}.json',
      'get /AvailablePhoneNumbers/{CountryCode}/Local.json',
      'get /Calls/{Sid}.json',
      'get /IncomingPhoneNumbers.json',
      'get /Messages.json',
      'get /Messages/{Sid}.json',
      'get /Recordings.json',
      'get /Recordings/{RecordingSid}/Transcriptions.json',
      'post /IncomingPhoneNumbers.json',
      'post /IncomingPhoneNumbers/{Sid}.json',
      'post /Messages.json',
    ]);
  });
});

/** The operation, in which everything that was given has its place, and by whose schema the answer is valid. */
function check(document: Document, { method, path, query, form, status, body }: Exchange): string {
  const verb = method.toLowerCase();
  const template = Object.keys(document.paths).find((each) =>
    new RegExp(`^${each.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const operation = document.paths[template ?? '']?.[verb];
  if (!template || !operation) throw new Error(`Twilio describes no ${method} ${path}.`);
  const name = `${verb} ${template.replace('/2010-04-01/Accounts/{AccountSid}', '')}`;

  const parameters =
    operation.parameters?.filter((each) => each.in === 'query').map((each) => each.name) ?? [];
  expect(parameters, name).toEqual(expect.arrayContaining(Object.keys(query)));
  const fields = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema.properties ?? {};
  expect(Object.keys(fields), name).toEqual(expect.arrayContaining(Object.keys(form)));

  const answer = operation.responses[String(status)];
  expect(answer, `${name} answers ${status}`).toBeDefined();
  const schema = answer?.content?.['application/json']?.schema;
  if (schema) {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema({ $id: 'twilio', components: nullable(document.components) });
    const text = JSON.stringify(nullable(schema)).replaceAll('"#/components/', '"twilio#/components/');
    const given: unknown = JSON.parse(JSON.stringify(body));
    expect(ajv.validate(JSON.parse(text), given), `${name}: ${ajv.errorsText()}`).toBe(true);
  }
  return name;
}

/** OpenAPI 3.0's `nullable` in the words of JSON Schema. */
function nullable(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(nullable);
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => [key, nullable(value)] as const);
  const { nullable: isNullable, ...schema } = Object.fromEntries(entries);
  if (isNullable !== true) return schema;
  return 'enum' in schema || 'type' in schema ? { anyOf: [schema, { type: 'null' }] } : schema;
}
