import { describe, expect, test } from 'vitest';
import { newestUsable } from '#app/(workspace)/inbox/now/newest-found.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

const NOW = Date.parse('2026-11-24T10:00:00.000Z');

function message(id: string, codes: Partial<MessageSummary['codes'][number]>[]): MessageSummary {
  return {
    ...{ id, channel: 'email', direction: 'inbound', address: 'brand@inbox.example', to: [], subject: null },
    from: { address: 'info@x.com', name: 'X' },
    ...{ snippet: '', service: 'x', size: 1, receivedAt: '2026-11-24T09:59:00.000Z', sentAt: null },
    codes: codes.map((code) => ({
      ...{ id: `code of ${id}`, code: '073532', state: 'usable', purpose: 'login', service: 'x' },
      ...{ expiresAt: '2026-11-24T10:09:00.000Z', claimedBy: null, ...code },
    })),
    ...{ attachmentCount: 0, problem: null, noteCount: 0 },
    authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', provenDomain: 'x.com' },
  };
}

describe('of what was found', () => {
  test('the newest code that can be used stands on top, with what its message says of it', () => {
    const messages = [
      message('a', []),
      message('b', [{ state: 'superseded' }, { expiresAt: '2026-11-24T09:59:59.000Z' }]),
      message('c', [{ state: 'claimed' }, { id: 'wanted' }]),
      message('d', [{}]),
    ];
    expect(newestUsable(messages, NOW)).toMatchObject({
      ...{ id: 'wanted', messageId: 'c', address: 'brand@inbox.example', from: 'info@x.com' },
      ...{ provenDomain: 'x.com', receivedAt: '2026-11-24T09:59:00.000Z' },
    });
  });

  test('nothing does where no code can be used any more', () => {
    expect(newestUsable([message('a', [{ state: 'expired' }])], NOW)).toBeNull();
    expect(newestUsable([], NOW)).toBeNull();
  });
});
