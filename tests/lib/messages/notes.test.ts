import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { DEFAULT_PREFERENCES, readPreferences, savePreferences } from '#lib/access/preferences.ts';
import { database } from '#lib/database/client.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { followEvents } from '#lib/messages/events.ts';
import { findMessage } from '#lib/messages/find.ts';
import { addNote, removeNote } from '#lib/messages/notes.ts';
import { messageSchema } from '#lib/messages/present.ts';
import { lookAt, lookAway } from '#lib/messages/viewers.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeMember, makeWorkspace, storeMessage } from '#tests/support/fixtures.ts';

useDatabase();

let ada: MemberActor;
let grace: MemberActor;
let outsiders: MemberActor[];
let messageId: string;
beforeAll(async () => {
  const workspace = await makeWorkspace();
  ada = await makeMember(workspace, 'owner', 'Ada');
  grace = await makeMember(workspace, 'owner', 'Grace');
  outsiders = [await makeMember(workspace, 'member'), await makeMember(await makeWorkspace(), 'owner')];
  ({ messageId } = await storeMessage(await makeAddress(workspace, 'brand')));
});
afterAll(closeFeed);

test('a note is told at once to all who may see the message, and only its author takes it away', async () => {
  const end = new AbortController();
  const events = followEvents(grace, { signal: end.signal });
  await events.next();
  await addNote(ada, messageId, '  I asked for this one.  ');
  let told = await events.next();
  while (told.value?.kind === 'quiet') told = await events.next();
  expect(told.value).toMatchObject({ kind: 'message.updated', data: { id: messageId, noteCount: 1 } });
  end.abort();
  await events.return(undefined);

  const [note] = messageSchema.parse(await findMessage(grace, messageId)).notes;
  expect(note).toMatchObject({ author: 'Ada', text: 'I asked for this one.', mine: false });
  await removeNote(grace, messageId, note?.id ?? '');
  expect((await findMessage(ada, messageId)).notes).toMatchObject([{ mine: true }]);
  await removeNote(ada, messageId, note?.id ?? '');
  expect((await findMessage(ada, messageId)).notes).toEqual([]);
});

test('an empty note and one that is too long are refused, with what would be right', async () => {
  await expect(addNote(ada, messageId, ' \n ')).rejects.toThrow('Write something first.');
  await expect(addNote(ada, messageId, 'x'.repeat(2_001))).rejects.toThrow('at most 2,000 characters');
});

test('who has a message open sees who else has, until they close it or fall silent', async () => {
  expect(await lookAt(ada, messageId)).toEqual([]);
  expect(await lookAt(grace, messageId)).toEqual(['Ada']);
  expect(await lookAt(ada, messageId)).toEqual(['Grace']);
  await lookAway(grace, messageId);
  expect(await lookAt(ada, messageId)).toEqual([]);
  await database().viewing.updateMany({ data: { seenAt: new Date(Date.now() - 60_000) } });
  expect(await lookAt(grace, messageId)).toEqual([]);
});

test('whoever may not see the message neither notes, looks nor is told that it is there', async () => {
  for (const outsider of outsiders) {
    const refused = { code: 'message-not-found', message: `There is no message ${messageId}.` };
    await expect(addNote(outsider, messageId, 'Hello')).rejects.toMatchObject(refused);
    await expect(removeNote(outsider, messageId, messageId)).rejects.toMatchObject(refused);
    await expect(lookAt(outsider, messageId)).rejects.toMatchObject(refused);
  }
});

test('preferences are each member’s own', async () => {
  const wanted = { openingReads: true, codeInTitle: true, singleKeys: false };
  await savePreferences(ada, wanted);
  expect(await readPreferences(ada)).toEqual(wanted);
  expect(await readPreferences(grace)).toEqual(DEFAULT_PREFERENCES);
});
