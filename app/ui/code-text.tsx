import { Fragment, type Ref } from 'react';

/**
 * A code, in groups for the eye. The gap is a margin, not a character: whoever selects the code
 * and copies it gets the code alone.
 */
export function CodeText({ code, ref }: { code: string; ref?: Ref<HTMLSpanElement> }) {
  return (
    <span ref={ref} translate="no" className="font-mono font-medium tabular-nums">
      {groupsOf(code).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place.
        <Fragment key={index}>{index === 0 ? group : <span className="ml-[0.3em]">{group}</span>}</Fragment>
      ))}
    </span>
  );
}

/** 481902 → 481 902; 62v3cc5t → 62v3 cc5t; up to five signs, and what has separators of its own, stay whole. */
export function groupsOf(code: string): string[] {
  if (code.length < 6 || code.length > 12 || !/^[\p{L}\p{N}]+$/u.test(code)) return [code];
  const length = code.length % 4 === 0 ? 4 : code.length % 3 === 0 ? 3 : Math.ceil(code.length / 2);
  const groups: string[] = [];
  for (let start = 0; start < code.length; start += length) groups.push(code.slice(start, start + length));
  return groups;
}
