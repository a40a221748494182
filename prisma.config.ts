import { defineConfig } from 'prisma/config';

// Prisma's CLI fetches a schema engine that `generate` never uses, from a host that many
// firewalls close. Naming any executable stops the download; migrations run on the WASM
// build instead (prisma/migrate.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } });
