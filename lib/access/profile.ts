import type { MemberActor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { hashPassword, requireGoodPassword, verifyPassword } from '#lib/access/passwords.ts';
import { readName } from '#lib/access/person.ts';
import { endOtherSessions } from '#lib/access/sessions.ts';
import { database } from '#lib/database/client.ts';
import { checkAll, invalidField } from '#lib/errors.ts';

/** What a member is told of themselves. */
export async function findProfile(
  actor: MemberActor,
): Promise<{ name: string; email: string; hasPassword: boolean }> {
  const { name, email, passwordHash } = await database().member.findUniqueOrThrow({
    where: { id: actor.id },
  });
  return { name, email, hasPassword: passwordHash !== null };
}

/** @throws MailroomError `invalid-input` on the field `name` */
export async function changeName(actor: MemberActor, given: string): Promise<void> {
  const name = readName('name', given);
  await database().$transaction(async (transaction) => {
    await transaction.member.update({ where: { id: actor.id }, data: { name } });
    await audit(transaction, actor, { action: 'member.renamed', subjectId: actor.id, subjectName: name });
  });
}

/**
 * Changes the password; the member's other sessions end at once.
 * @throws MailroomError `invalid-input` on the fields `current` and `password`
 */
export async function changePassword(actor: MemberActor, current: string, password: string): Promise<void> {
  const member = await database().member.findUniqueOrThrow({ where: { id: actor.id } });
  const knowsPassword = await verifyPassword(member.passwordHash, current);
  checkAll({
    current: () => {
      if (!knowsPassword) throw invalidField('current', 'This is not your password.');
    },
    password: () => requireGoodPassword(password, member.email),
  });
  const passwordHash = await hashPassword(password);
  await database().$transaction(async (transaction) => {
    await transaction.member.update({ where: { id: actor.id }, data: { passwordHash } });
    // A link that somebody made for them meanwhile is not needed any more.
    await transaction.passwordReset.deleteMany({ where: { memberId: actor.id } });
    await audit(transaction, actor, { action: 'password.changed', subjectId: actor.id });
    await endOtherSessions(transaction, actor);
  });
}
