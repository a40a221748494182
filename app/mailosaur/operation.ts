import type { Actor, Scope } from '#lib/access/actor.ts';

export type Call = {
  actor: Actor;
  request: Request;
  /** The variables of the path, unescaped. */
  params: Record<string, string>;
};

/** One thing that a Mailosaur client asks for. */
export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /mailosaur/api/, its variables in braces. */
  path: string;
  scope: Scope;
  /** What is JSON is answered as it is, nothing with 204. */
  handle: (call: Call) => Promise<object | undefined>;
};
