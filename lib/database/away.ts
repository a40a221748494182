/**
 * Whether an error says that the database cannot be asked or cannot store just now, so that the same request
 * may well work in a moment: it is restarting, unreachable, hanging, out of connections or out of disk.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, kind } = cause as { code?: unknown; kind?: unknown };
    if (typeof code === 'string' && AWAY_CODES.test(code)) return true;
    if (typeof kind === 'string' && AWAY_KINDS.has(kind)) return true;
    if (AWAY_MESSAGES.test(cause.message)) return true;
  }
  return false;
}

/** SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown), 57014 (time limit), 58 (disk), 25006 (read-only); Node's; Prisma's. */
const AWAY_CODES =
  /^(?:08...|53...|57014|57P0[1-5]|58...|25006|E(?:CONN(?:REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|P1001|P1002|P1008|P1011|P1017|P2024|P2037)$/;
/** Those of Prisma's driver adapter. */
const AWAY_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);
/** pg gives some of its errors no code. */
const AWAY_MESSAGES =
  /timeout exceeded when trying to connect|query read timeout|connection terminated|connection ended|not queryable|unable to start a transaction in the given time/i;
