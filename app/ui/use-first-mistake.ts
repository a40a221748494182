'use client';
import { type RefObject, useEffect, useRef } from 'react';

/**
 * For a form: each time it is answered, the focus goes to the first of its fields that is wrong. With none it stays.
 * @param answer another object with each answer
 */
export function useFirstMistake(answer: object): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once an answer, not once a render.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [answer]);
  return form;
}
