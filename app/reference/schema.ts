/** What this page reads of the OpenAPI document, which is made next door (app/api/v1/openapi.json). */
export type Schema = {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
};

export type Media = { schema?: Schema; example?: unknown };

export type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  'x-scope'?: string;
  parameters: { name: string; in: string; required: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
};

export type Document = {
  info: { description: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** Pure: a type in words, "integer, 0 to 60, 0 unless given"; one that has a name of its own by its name. */
export function wordsOf(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map(wordsOf))].join(' or ');
  return [kindOf(schema), rangeOf(schema), defaultOf(schema)].filter(Boolean).join(', ');
}

function kindOf({ type, format, items, prefixItems, enum: values, const: value }: Schema): string {
  if (values) return values.map((each) => `“${each}”`).join(', ');
  if (value !== undefined) return `“${value}”`;
  if (type === 'array')
    return `list of ${prefixItems?.map(wordsOf).join(', ') ?? (items ? wordsOf(items) : 'any')}`;
  return FORMATS[format ?? ''] ?? type ?? 'any';
}

const FORMATS: Record<string, string> = { 'date-time': 'time', uuid: 'id', uri: 'URL' };

/** The bounds that say something: every integer of a computer's has some. */
function rangeOf({ minimum, maximum }: Schema): string {
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  const least = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  return '';
}

function defaultOf({ default: value }: Schema): string {
  return value === undefined ? '' : `${JSON.stringify(value)} unless given`;
}

function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? reference;
}
