import * as parameters from '#app/api/v1/parameters.ts';

/** What messages are narrowed to, in a list and for the latest alike. */
export const messageFilter = {
  ...parameters.place,
  ...parameters.forAccount,
  channel: parameters.channel,
  from: parameters.sender,
  with: parameters.other,
  to: parameters
    .text(320)
    .optional()
    .describe('Part of a recipient as the sender wrote it, or of the managed address.'),
  subject: parameters.text(200).optional().describe('Part of the subject.'),
  q: parameters
    .text(200)
    .optional()
    .describe(
      'Full text: words in any case and with or without their accents, "phrases", -exclusions; the last word may be the beginning of one.',
    ),
  service: parameters.service,
  after: parameters.after,
  before: parameters.before,
  hasCode: parameters.flag.optional(),
  state: parameters.codeState.describe('Only messages with a code in this state.'),
};

/** What a member has read and archived; a token's list is not narrowed by it. */
export const memberFilter = {
  unread: parameters.flag.optional().describe('For a member’s session: only what they have not read.'),
  archived: parameters.flag
    .optional()
    .describe('For a member’s session: only what they have archived, or only what they have not.'),
};
