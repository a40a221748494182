'use client';
import { AnswerText } from '#app/(workspace)/inbox/reader/answer-text.tsx';
import { MessageBody } from '#app/(workspace)/inbox/reader/message-body.tsx';
import { Notes } from '#app/(workspace)/inbox/reader/notes.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/** What is done with a message, said about it, and written in it. */
export function Details({
  message,
  words,
  open,
}: {
  message: PublicMessage;
  words: string[];
  open: (id: string) => void;
}) {
  return (
    <>
      <AnswerText message={message} />
      <Notes messageId={message.id} notes={message.notes} />
      <MessageBody message={message} words={words} open={open} />
    </>
  );
}
