/** From proxy.ts to the layout: which scripts of the page may run. Next finds it in the policy, for its own. */
export const NONCE_HEADER = 'x-nonce';
