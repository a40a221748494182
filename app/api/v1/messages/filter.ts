import * as parameters from '#app/api/v1/parameters.ts';

/** What messages are narrowed to, in a list and for the latest alike. */
export const messageFilter = {
  ...parameters.place,
  ...parameters.account,
  channel: parameters.channel,
  from: parameters.sender,
  with: parameters.other,
  subject: parameters.text(200).optional().describe('Part of the subject.'),
  q: parameters
    .text(200)
    .optional()
    .describe('Full text: words, "phrases", -exclusions; the last word may be the beginning of one.'),
  service: parameters.service,
  after: parameters.after,
  before: parameters.before,
  hasCode: parameters.flag.optional(),
};
