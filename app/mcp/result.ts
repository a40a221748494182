import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { problemOf } from '#app/api/v1/problem.ts';

/** What a tool found, for programs and, as text, for models; or the API's own problem, as an error that a model can act on. */
export async function toolResult<T extends Record<string, unknown>>(
  work: () => Promise<T>,
  text: (found: T) => string,
): Promise<CallToolResult> {
  try {
    const found = await work();
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
