import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readBody } from '#app/api/v1/input.ts';
import { refuse } from '#app/mailosaur/failure.ts';
import type { Operation } from '#app/mailosaur/operation.ts';
import type { Actor } from '#lib/access/actor.ts';
import { addressesAt, type Domain, findDomains } from '#lib/addresses/domains.ts';
import { MailroomError } from '#lib/errors.ts';
import { countMessages } from '#lib/messages/count.ts';

/** A domain of the workspace, as a client knows it. Phones are at the oldest of them. */
export type Server = { id: string; domain: Domain };

/** Their clients refuse an id of any other length. */
const ID_LENGTH = 8;

/**
 * The workspace's domains as servers. A server's id is its domain's first label where that has eight letters or
 * digits and no older domain the same, else made from the domain's name: it stays the same wherever and whenever
 * it is asked for.
 */
export async function findServers(actor: Actor): Promise<Server[]> {
  const servers: Server[] = [];
  for (const domain of await findDomains(actor)) {
    const label = domain.name.split('.')[0] ?? '';
    const taken = servers.some((server) => server.id === label);
    servers.push({ id: /^[a-z0-9]{8}$/.test(label) && !taken ? label : idFor(domain.name), domain });
  }
  return servers;
}

/** @throws MailroomError `not-found` */
export async function findServer(
  actor: Actor,
  id: string,
): Promise<Server & { addressIds: string[] | null }> {
  const servers = await findServers(actor);
  const server = servers.find((server) => server.id === id.toLowerCase());
  if (!server) throw new MailroomError('not-found', `There is no server ${id}.`);
  const domains = servers.map(({ domain }) => domain);
  return { ...server, addressIds: await addressesAt(actor, server.domain, domains) };
}

/** The server at which an address or a number receives. */
export function serverOf(address: string, servers: Server[]): string | undefined {
  const name = address.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : servers[0]?.domain.name;
  return servers.find(({ domain }) => domain.name === name)?.id;
}

function idFor(name: string): string {
  const number = createHash('sha256').update(name).digest().readBigUInt64BE();
  return number.toString(36).padStart(ID_LENGTH, '0').slice(-ID_LENGTH);
}

const serverSchema = z.object({ name: z.string().trim().nullish() });

export const SERVERS: Operation[] = [
  {
    method: 'GET',
    path: 'servers',
    scope: 'messages:read',
    handle: async ({ actor }) => {
      const servers = await findServers(actor);
      const items = await Promise.all(
        servers.map(({ id }) => findServer(actor, id).then((one) => present(actor, one))),
      );
      return { items: items.toSorted((a, b) => a.name.localeCompare(b.name)) };
    },
  },
  {
    method: 'GET',
    path: 'servers/{id}',
    scope: 'messages:read',
    handle: async ({ actor, params }) => present(actor, await findServer(actor, params.id ?? '')),
  },
  {
    method: 'POST',
    path: 'servers',
    scope: 'addresses:write',
    handle: async ({ request }) => {
      const { name } = await readBody(request, serverSchema);
      if (!name) refuse('name', 'A server needs a name');
      return refuse('name', 'Each domain of the workspace is a server already: this API makes no others');
    },
  },
  {
    method: 'PUT',
    path: 'servers/{id}',
    scope: 'addresses:write',
    handle: async ({ actor, params, request }) => {
      const server = await findServer(actor, params.id ?? '');
      const { name } = await readBody(request, serverSchema);
      if (name !== server.domain.name)
        refuse('name', `A server has the name of its domain, ${server.domain.name}, and keeps it`);
      return present(actor, server);
    },
  },
  {
    method: 'DELETE',
    path: 'servers/{id}',
    scope: 'addresses:write',
    handle: async ({ actor, params }) => {
      const { domain } = await findServer(actor, params.id ?? '');
      return refuse(
        'id',
        `This API removes no domain, and so not ${domain.name}; its messages can be deleted`,
      );
    },
  },
  {
    method: 'GET',
    path: 'servers/{id}/password',
    scope: 'messages:read',
    handle: async ({ actor, params }) => {
      const { domain } = await findServer(actor, params.id ?? '');
      return refuse('id', `Mail to ${domain.name} is taken without a password, and read over this API only`);
    },
  },
];

async function present(actor: Actor, { id, domain, addressIds }: Server & { addressIds: string[] | null }) {
  return { id, name: domain.name, users: [], messages: await countMessages(actor, addressIds) };
}
