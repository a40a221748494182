import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { problemOf } from '#app/api/v1/problem.ts';

/**
 * What a tool found, through its public schema: for programs and, as text, for models; or the API's own problem, as an
 * error that a model can act on.
 */
export async function toolResult<Schema extends z.ZodType<Record<string, unknown>>>(
  schema: Schema,
  work: () => Promise<z.input<Schema>>,
  text: (found: z.output<Schema>) => string,
): Promise<CallToolResult> {
  try {
    const found = schema.parse(await work());
    return { content: [{ type: 'text', text: text(found) }], structuredContent: found };
  } catch (error) {
    const problem = (await problemOf(error).json()) as { type: string; detail: string };
    const code = problem.type.split('/').at(-1);
    return {
      isError: true,
      content: [{ type: 'text', text: `${code}: ${problem.detail}` }],
      _meta: { problem },
    };
  }
}
