import { openApi } from '#bin/mailroom/api.ts';
import { answer, answerJson, answerRow, tell } from '#bin/mailroom/output.ts';
import { type Given, UsageError } from '#bin/mailroom/usage.ts';
import type { NumberType, PhoneNumber } from '#lib/client.ts';

const TYPES: NumberType[] = ['local', 'mobile', 'tollFree'];

export async function list(given: Given): Promise<undefined> {
  const mailroom = openApi();
  const numbers: PhoneNumber[] = [];
  let cursor: string | undefined;
  do {
    const page = await mailroom.numbers({ limit: 200, cursor });
    numbers.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  if (given.flag('json')) answerJson(numbers);
  else for (const number of numbers) answerRow([number.number, number.label, stateOf(number)]);
}

export async function search(given: Given): Promise<number> {
  const [country = ''] = given.positionals;
  const type = TYPES.find((each) => each === (given.text('type') ?? 'local'));
  if (!type) throw new UsageError(`--type is one of ${TYPES.join(', ')}.`);
  const digits = given.text('digits');
  const { data } = await openApi().numbersForSale({ country: country.toUpperCase(), type, digits });
  if (given.flag('json')) answerJson(data);
  else
    for (const { number, place, price, capabilities, needsAddress } of data) {
      const can = [capabilities.sms && 'SMS', capabilities.mms && 'MMS', capabilities.voice && 'calls'];
      const wants = needsAddress ? 'Twilio wants an address in the country first' : null;
      answerRow([number, price ?? 'price not told', can.filter(Boolean).join(', '), place, wants]);
    }
  if (data.length > 0) return 0;
  tell('Twilio has no such number for texts: look for other digits, or another type.');
  return 3;
}

export async function buy(given: Given): Promise<undefined> {
  const bought = await openApi().buyNumber({ number: numberOf(given), label: given.text('label') });
  show(given, bought, `${bought.number} is bought, and its texts come here.`);
}

export async function receive(given: Given): Promise<undefined> {
  const number = await openApi().receiveHere(numberOf(given));
  show(given, number, `The texts of ${number.number} come here.`);
}

export async function label(given: Given): Promise<undefined> {
  const [, text = ''] = given.positionals;
  const number = await openApi().changeNumber(numberOf(given), { label: text.trim() || null });
  show(given, number, number.label ? `It is labelled ${number.label}.` : 'It has no label.');
}

export async function calls(given: Given): Promise<undefined> {
  const [, way] = given.positionals;
  if (way !== 'on' && way !== 'off') throw new UsageError('NUMBER is followed by on or off.');
  const answering = way === 'on' ? { greeting: given.text('greeting') ?? null } : null;
  const number = await openApi().changeNumber(numberOf(given), { calls: answering });
  const words = number.calls ? 'answered, recorded and transcribed' : 'not answered';
  show(given, number, `Calls to ${number.number} are ${words}.`);
}

export async function release(given: Given): Promise<undefined> {
  const number = await openApi().releaseNumber(numberOf(given));
  if (number.accounts.length > 0)
    tell(`Registered with it: ${number.accounts.join(', ')}. Their codes would go to whoever gets it next.`);
  show(
    given,
    number,
    `${number.number} is given back on ${number.release?.at.slice(0, 10)}; until then, mailroom numbers keep ${number.number} keeps it.`,
  );
}

export async function keep(given: Given): Promise<undefined> {
  const number = await openApi().keepNumber(numberOf(given));
  show(given, number, `${number.number} stays.`);
}

function numberOf({ positionals: [number = ''] }: Given): string {
  return number;
}

/** The number alone, for a script; the rest is for people. */
function show(given: Given, number: PhoneNumber, words: string): void {
  if (given.flag('json')) answerJson(number);
  else answer(number.number);
  tell(words);
}

function stateOf({ addressId, webhook, smsUrl, release }: PhoneNumber): string {
  if (release?.releasedAt) return 'given back';
  if (release) return `given back on ${release.at.slice(0, 10)}`;
  if (!addressId) return 'not managed';
  if (webhook === null) return 'not of the Twilio account';
  if (webhook === 'elsewhere') return `texts go elsewhere: ${smsUrl}`;
  return webhook === 'right' ? 'texts come here' : 'texts go nowhere';
}
