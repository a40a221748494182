import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { listOf, pageInBody, text } from '#app/api/v1/parameters.ts';
import { toolResult } from '#app/mcp/result.ts';
import type { Actor } from '#lib/access/actor.ts';
import { requireScope } from '#lib/access/permissions.ts';
import { createAddress, MAX_LABEL, pageOfAddresses } from '#lib/addresses/manage.ts';
import { addressSchema, type PublicAddress } from '#lib/addresses/present.ts';

/** Without the name that the OpenAPI document knows it by: the protocol wants a tool's schema to be an object, not a reference. */
const address = z.object(addressSchema.shape);
const addresses = listOf(address);

export function addAddressTools(server: McpServer, actor: Actor): void {
  server.registerTool(
    'list_addresses',
    {
      title: 'List managed addresses',
      description: 'The email addresses and phone numbers that Mailroom receives for, newest first.',
      inputSchema: z.strictObject(pageInBody),
      outputSchema: addresses,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (page) =>
      toolResult(
        addresses,
        async () => {
          requireScope(actor, 'addresses:read');
          return pageOfAddresses(actor, page);
        },
        ({ data }) => data.map(describe).join('\n') || 'There is no managed address.',
      ),
  );
  server.registerTool(
    'create_address',
    {
      title: 'Create a managed address',
      description:
        'Makes an email address at a domain of the workspace, to receive codes at. An existing one also receives with a plus-tag (brand+anything@), which needs no new address.',
      inputSchema: z.strictObject({ address: text(320), label: text(MAX_LABEL).nullish() }),
      outputSchema: address,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
    },
    (input) => toolResult(address, () => createAddress(actor, input), describe),
  );
}

function describe({ address, kind, label }: PublicAddress): string {
  return `${address} (${[kind, label].filter(Boolean).join(', ')})`;
}
