import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * The SQL that leads from an empty database to prisma/schema. A migration is written from it by hand,
 * and a test compares what it makes with what the migrations make.
 * Prisma's schema engine in its WebAssembly build does the work: the native one is a download.
 * @param databaseUrl any PostgreSQL: only its version is asked for
 */
export async function schemaAsSql(databaseUrl: string): Promise<string> {
  const files = await readSchema();
  const engine = await startEngine(databaseUrl, files);
  try {
    const result = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    return result.stdout ?? '';
  } finally {
    engine.free();
  }
}

type SchemaFile = { path: string; content: string };

async function readSchema(): Promise<SchemaFile[]> {
  const folder = path.join(import.meta.dirname, 'schema');
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(path.join(folder, name), 'utf8') })),
  );
}

async function startEngine(databaseUrl: string, files: SchemaFile[]) {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(script.replace(/\.js$/, '_bg.wasm')), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  });
  const { __wbg_set_wasm } = bindings as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  __wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }));
  return bindings.SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    adapter,
  );
}
