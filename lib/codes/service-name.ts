/** How a service is called where members read it. What is not here is shown as the mail itself says it. */
const NAMES: Record<string, string> = {
  x: 'X',
  github: 'GitHub',
  google: 'Google',
  apple: 'Apple',
  microsoft: 'Microsoft',
  amazon: 'Amazon',
  aws: 'AWS',
  discord: 'Discord',
  facebook: 'Facebook',
  instagram: 'Instagram',
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  linkedin: 'LinkedIn',
  paypal: 'PayPal',
  tiktok: 'TikTok',
  openai: 'OpenAI',
  gitlab: 'GitLab',
  slack: 'Slack',
  stripe: 'Stripe',
};

/** The service's name; of one that is not known here, the name that its mail gives itself, or its domain. */
export function serviceName(
  service: string | null,
  from: { name: string | null; address: string | null },
): string {
  if (service && NAMES[service]) return NAMES[service];
  if (service && !service.includes('.')) return service.charAt(0).toUpperCase() + service.slice(1);
  return from.name ?? service ?? from.address ?? 'Unknown sender';
}
