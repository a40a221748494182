import { z } from 'zod';

// A backup is a gzipped tar, which any system can open. In this order:
//   mailroom.json        the contents below: what made it, which tables follow, and their columns
//   secret               MAILROOM_SECRET, without which what is sealed cannot be read
//   tables/NAME/00001    the rows, as PostgreSQL's COPY writes them (text format, UTF-8); a big table in many parts,
//   …                    which are one stream cut anywhere. A table follows those that its rows refer to
//   end.json             how many rows there were, and where the sequences stand: without it the file is cut off

export const FORMAT = 1;
export const CONTENTS = 'mailroom.json';
export const SECRET = 'secret';
export const END = 'end.json';

export const contentsSchema = z.object({
  format: z.literal(FORMAT),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })),
});
export type Contents = z.infer<typeof contentsSchema>;
export type Table = Contents['tables'][number];

export const endSchema = z.object({
  rows: z.record(z.string(), z.int().min(0)),
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^\d+$/).nullable() })),
});
export type End = z.infer<typeof endSchema>;

export function partName(table: string, part: number): string {
  return `tables/${table}/${String(part).padStart(5, '0')}`;
}

/** The table of a part, or null for what is none. */
export function tableOf(name: string): string | null {
  return /^tables\/([^/]+)\/\d{5,}$/.exec(name)?.[1] ?? null;
}
