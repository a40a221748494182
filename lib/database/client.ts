import { PrismaPg } from '@prisma/adapter-pg';
import { pool } from '#lib/database/pool.ts';
import { once } from '#lib/once.ts';
import { PrismaClient } from '#prisma/generated/client.ts';

/** The one Prisma client. The few hot statements go to the same pool directly (lib/codes/find.ts, inbound/deliver.ts). */
export function database(): PrismaClient {
  return once('prisma', () => new PrismaClient({ adapter: new PrismaPg(pool()) }));
}
