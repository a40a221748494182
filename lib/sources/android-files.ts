import { z } from 'zod';

/** The files of an `mms:downloaded` event of SMS Gateway for Android: in the event itself, in base64. */
export const androidFiles = z.array(
  z.object({
    contentType: z.string().max(255),
    name: z.string().max(255).nullish(),
    /** Null where the phone could not read it. */
    data: z.string().nullish(),
  }),
);

const event = z.object({ payload: z.object({ attachments: androidFiles }) });

export type AndroidFile = { content: Buffer; filename: string | null; contentType: string };

/** The files in a source that is JSON, in their order; none where it is no such event. */
export function readAndroidFiles(source: Buffer): AndroidFile[] {
  const parsed = event.safeParse(JSON.parse(source.toString()));
  return parsed.success ? parsed.data.payload.attachments.map(fileOf) : [];
}

export function fileOf({ contentType, name, data }: z.infer<typeof androidFiles>[number]): AndroidFile {
  return { content: Buffer.from(data ?? '', 'base64'), filename: name ?? null, contentType };
}
