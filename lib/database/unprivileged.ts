import { execFile } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How to run a program that refuses to run as root. */
export type Unprivileged = {
  /** The command and arguments to spawn. */
  wrap(program: string, args: string[]): [string, string[]];
  /** Added to the options of the spawn. */
  ids: { uid?: number; gid?: number };
  /** Gives a folder to the user the program will run as. */
  own(folder: string): Promise<void>;
};

const AS_WE_ARE: Unprivileged = { wrap: (program, args) => [program, args], ids: {}, own: async () => {} };

/** To the program it looks as if it ran as `nobody`; to the files, it still is us. */
const IN_A_NAMESPACE: Unprivileged = {
  wrap: (program, args) => ['unshare', ['--user', '--map-user=65534', '--map-group=65534', program, ...args]],
  ids: {},
  own: async () => {},
};

/**
 * PostgreSQL refuses to run as root, and on a bare server the person who starts Mailroom is root, often in
 * /root, which no other user may enter. A user namespace answers both. Where those are forbidden (some
 * containers), the program runs as the `postgres` or `nobody` user, if that one can reach the files.
 * @throws when neither works, saying what would
 */
export async function unprivileged(program: string, dataDir: string): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) return AS_WE_ARE;
  if (await works(IN_A_NAMESPACE, program)) return IN_A_NAMESPACE;
  for (const name of ['postgres', 'nobody']) {
    const user = await otherUser(name);
    if (user && (await works(user, program)) && (await works(user, 'test', ['-x', dataDir]))) return user;
  }
  throw new Error(
    `PostgreSQL does not run as root, and no other user can reach ${program} and ${dataDir}. ` +
      'Start Mailroom as an ordinary user, or move it to a folder that others may enter (such as /opt/mailroom), or set DATABASE_URL.',
  );
}

async function otherUser(name: string): Promise<Unprivileged | null> {
  const id = async (flag: string) => Number((await run('id', [flag, name])).stdout);
  try {
    const [uid, gid] = [await id('-u'), await id('-g')];
    return { ...AS_WE_ARE, ids: { uid, gid }, own: (folder) => chown(folder, uid, gid) };
  } catch {
    return null;
  }
}

async function works(user: Unprivileged, program: string, args = ['--version']): Promise<boolean> {
  const [command, wrapped] = user.wrap(program, args);
  return run(command, wrapped, user.ids).then(
    () => true,
    () => false,
  );
}
