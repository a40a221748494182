import { randomBytes } from 'node:crypto';
import { type Answer, pageOf, Refusal, timeOf } from '#bin/demo/twilio/answers.ts';

const CAPABILITIES = { voice: true, sms: true, mms: true, fax: false };
/** What may be changed of a number, by the name in the form. */
const CHANGEABLE = {
  SmsUrl: 'sms_url',
  SmsMethod: 'sms_method',
  SmsFallbackUrl: 'sms_fallback_url',
  SmsFallbackMethod: 'sms_fallback_method',
  VoiceUrl: 'voice_url',
  VoiceMethod: 'voice_method',
  VoiceFallbackUrl: 'voice_fallback_url',
  VoiceFallbackMethod: 'voice_fallback_method',
} as const;

type NumberResource = ReturnType<typeof numberOf>;

/** The numbers of the account, and those that it may buy. */
export class Numbers {
  readonly #accountSid: string;
  readonly #own = new Map<string, NumberResource>();
  /** For sale, by country. */
  available: Record<string, string[]> = forSale();

  constructor(accountSid: string) {
    this.#accountSid = accountSid;
  }

  /** The account has this number, with whatever webhook. */
  add(number: string, smsUrl = ''): NumberResource {
    const resource = numberOf(this.#accountSid, number, smsUrl);
    this.#own.set(resource.sid, resource);
    return resource;
  }

  /** As at the beginning. */
  clear(): void {
    this.#own.clear();
    this.available = forSale();
  }

  has(number: string): boolean {
    return this.list().includes(number);
  }

  list(): string[] {
    return [...this.#own.values()].map(({ phone_number }) => phone_number);
  }

  webhookOf(number: string): { smsUrl: string; voiceUrl: string } {
    const resource = this.#find(number);
    return { smsUrl: resource?.sms_url ?? '', voiceUrl: resource?.voice_url ?? '' };
  }

  /** Somebody else changes a number of the account. */
  change(number: string, form: Record<string, string>): void {
    const resource = this.#find(number);
    if (resource) change(resource, form);
  }

  #find(number: string): NumberResource | undefined {
    return [...this.#own.values()].find(({ phone_number }) => phone_number === number);
  }

  answer(method: string, path: string, asked: URL, form: Record<string, string>): Answer {
    const [kind, id, type] = path.split('/');
    if (kind === 'AvailablePhoneNumbers' && id && type)
      return { status: 200, body: this.#search(asked, id, type) };
    if (kind === 'IncomingPhoneNumbers' && !id)
      return method === 'POST' ? this.#buy(form) : { status: 200, body: this.#list(asked) };
    if (kind !== 'IncomingPhoneNumbers')
      throw new Refusal(404, 20404, `The requested resource /${path} was not found`);
    const own = this.#own.get(id ?? '');
    if (!own) throw new Refusal(404, 20404, `The requested resource /${path} was not found`);
    if (method === 'DELETE') {
      this.#own.delete(own.sid);
      return { status: 204 };
    }
    if (method === 'POST') change(own, form);
    return { status: 200, body: own };
  }

  /** Twilio's pricing has a host of its own; its paths begin with its version. */
  price(path: string): object | null {
    const country = /^\/v1\/PhoneNumbers\/Countries\/([A-Z]{2})$/.exec(path)?.[1];
    if (!country) return null;
    return {
      ...{ country, iso_country: country, price_unit: 'USD', url: `https://pricing.twilio.com${path}` },
      phone_number_prices: [
        { number_type: 'local', base_price: '1.15', current_price: '1.15' },
        { number_type: 'mobile', base_price: '1.15', current_price: '1.15' },
        { number_type: 'toll free', base_price: '2.15', current_price: '2.15' },
      ],
    };
  }

  #buy(form: Record<string, string>): Answer {
    const { PhoneNumber = '' } = form;
    const market = Object.values(this.available).find((numbers) => numbers.includes(PhoneNumber));
    if (!market) throw new Refusal(400, 21422, `Invalid PhoneNumber: ${PhoneNumber} is not available.`);
    market.splice(market.indexOf(PhoneNumber), 1);
    const bought = this.add(PhoneNumber);
    change(bought, form);
    return { status: 201, body: bought };
  }

  #list(asked: URL) {
    const wanted = asked.searchParams.get('PhoneNumber');
    const listed = [...this.#own.values()].filter(({ phone_number }) => !wanted || phone_number === wanted);
    return pageOf('incoming_phone_numbers', asked, listed);
  }

  #search(asked: URL, country: string, type: string) {
    const digits = asked.searchParams.get('Contains')?.replace(/\D/g, '') ?? '';
    const numbers = type === 'Local' || country !== 'US' ? (this.available[country] ?? []) : [];
    return {
      uri: `${asked.pathname}${asked.search}`,
      available_phone_numbers: numbers
        .filter((number) => number.includes(digits))
        .map((number) => ({
          ...{ friendly_name: number, phone_number: number, lata: null, locality: 'San Francisco' },
          ...{ rate_center: null, latitude: null, longitude: null, region: 'CA', postal_code: null },
          ...{ iso_country: country, address_requirements: 'none', beta: false },
          capabilities: { voice: true, SMS: true, MMS: true, fax: false },
        })),
    };
  }
}

function forSale(): Record<string, string[]> {
  return { US: ['+14155550110', '+14155550111', '+12125550112'], GB: ['+447700900110'] };
}

function change(resource: NumberResource, form: Record<string, string>): void {
  for (const [name, field] of Object.entries(CHANGEABLE)) {
    const value = form[name];
    if (value !== undefined) resource[field] = value;
  }
  if (form.SmsApplicationSid !== undefined) resource.sms_application_sid = form.SmsApplicationSid || null;
  if (form.VoiceApplicationSid !== undefined)
    resource.voice_application_sid = form.VoiceApplicationSid || null;
  resource.date_updated = timeOf();
}

/** A number as the REST API shows it. */
function numberOf(accountSid: string, number: string, smsUrl: string) {
  const sid = `PN${randomBytes(16).toString('hex')}`;
  const now = timeOf();
  return {
    ...{ sid, account_sid: accountSid, phone_number: number, friendly_name: number, origin: 'twilio' },
    ...{ date_created: now, date_updated: now, capabilities: CAPABILITIES, api_version: '2010-04-01' },
    ...{ sms_url: smsUrl, sms_method: 'POST', sms_fallback_url: '', sms_fallback_method: 'POST' },
    ...{ sms_application_sid: null as string | null, address_requirements: 'none', beta: false },
    ...{ voice_url: '', voice_method: 'POST', voice_fallback_url: '', voice_fallback_method: 'POST' },
    ...{ voice_application_sid: null as string | null, voice_caller_id_lookup: false, trunk_sid: null },
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
  };
}
