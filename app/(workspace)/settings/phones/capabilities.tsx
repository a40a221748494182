/** What a number can do, and what it cannot. */
export function Capabilities({
  of: { sms, mms, voice },
}: {
  of: { sms: boolean; mms: boolean; voice: boolean };
}) {
  const can = [sms && 'SMS', mms && 'MMS', voice && 'calls'].filter(Boolean);
  return (
    <span className="text-ink-3 text-small">
      {sms ? can.join(', ') : `No texts: it would receive no code. ${can.join(', ')}`}
    </span>
  );
}
