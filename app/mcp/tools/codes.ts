import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { requireOnePlace, secondsToWait, wantedCode } from '#app/api/v1/parameters.ts';
import { toolResult } from '#app/mcp/result.ts';
import type { Actor } from '#lib/access/actor.ts';
import { requireScope } from '#lib/access/permissions.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { latestCode } from '#lib/codes/find.ts';
import { codeSchema, type PublicCode } from '#lib/codes/present.ts';

/** Clients of this protocol give a call up after a minute: the answer, also that nothing came, must be there before. */
const MAX_WAIT = 50;
const USUAL_WAIT = 25;

const wanted = z
  .strictObject({ ...wantedCode, wait: secondsToWait(MAX_WAIT).default(USUAL_WAIT) })
  .superRefine(requireOnePlace);

/** Without its name in the OpenAPI document, as an address in addresses.ts. */
const found = z.object(codeSchema.shape);

export function addCodeTools(server: McpServer, actor: Actor, gone: AbortSignal): void {
  server.registerTool(
    'wait_for_code',
    {
      title: 'Wait for a verification code',
      description:
        'The newest usable verification code at a managed address, at once if it is there, else the moment it comes. Give "after" (the time at which you asked the service for it) so that an older code is not taken for it.',
      inputSchema: wanted,
      outputSchema: found,
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
    (query, { signal }) =>
      toolResult(
        found,
        async () => {
          requireScope(actor, 'codes:read');
          return latestCode(actor, query, AbortSignal.any([gone, signal]));
        },
        describe,
      ),
  );
  server.registerTool(
    'claim_code',
    {
      title: 'Claim a verification code',
      description:
        'The same, and takes the code: of any number of callers exactly one gets it. Use it where others ask at the same address.',
      inputSchema: wanted,
      outputSchema: found,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: true,
      },
    },
    (query, { signal }) =>
      toolResult(found, () => claimCode(actor, query, AbortSignal.any([gone, signal])), describe),
  );
}

function describe(code: PublicCode): string {
  const sender = code.provenDomain ? `proven to come from ${code.provenDomain}` : 'its sender is not proven';
  const what = [code.service, code.purpose].filter(Boolean).join(' ');
  return `${code.code}\n(${what} code by ${code.channel} at ${code.address}, ${sender}, received ${code.receivedAt}, expires ${code.expiresAt})`;
}
