import { pool } from '#lib/database/pool.ts';
import { Dialogue } from '#tests/support/dialogue.ts';

/** Mails with a code each, unlike any other, and which of them a receiver has accepted. */
export class NumberedMails {
  readonly recipients: string[];
  private readonly acknowledged = new Set<string>();
  private readonly unsure: string[] = [];
  private made = 0;

  constructor(recipients: string[]) {
    this.recipients = recipients;
  }

  get accepted(): number {
    return this.acknowledged.size;
  }

  /** How many were sent, and may or may not have been stored. */
  get unaccepted(): number {
    return this.unsure.length;
  }

  /** What must be stored: each accepted code at each recipient, once. */
  expected(): string[] {
    return [...this.acknowledged]
      .flatMap((code) => this.recipients.map((to) => `${code} ${to} ${code}`))
      .sort();
  }

  /** What is stored, as `expected`: the code in the subject, the address, the best code that was found. */
  async stored(): Promise<string[]> {
    const { rows } = await pool().query<{ line: string }>(
      `SELECT concat_ws(' ', left(m.subject, 6), a.address, c.code) AS line
       FROM message m JOIN managed_address a ON a.id = m.address_id
       LEFT JOIN code c ON c.message_id = m.id AND c.rank = 0
       WHERE a.address = ANY($1)`,
      [this.recipients],
    );
    return rows.map(({ line }) => line).sort();
  }

  /**
   * One sender, on one connection, until it breaks: first what was not accepted before, then, unless `onlyAgain`, new
   * ones without end.
   */
  async send(port: number, { onlyAgain = false, then = () => {} } = {}): Promise<void> {
    const dialogue = await Dialogue.ready(port);
    for (let code = this.next(onlyAgain); code; code = this.next(onlyAgain)) {
      const answer = await this.sendOne(dialogue, code);
      if (answer.startsWith('250')) this.acknowledged.add(code);
      else this.unsure.push(code);
      then();
      if (!answer.startsWith('250')) break;
    }
    dialogue.close();
  }

  private next(onlyAgain: boolean): string | undefined {
    return this.unsure.shift() ?? (onlyAgain ? undefined : String(100_000 + this.made++));
  }

  private async sendOne(dialogue: Dialogue, code: string): Promise<string> {
    if (!(await dialogue.begin('verify@x.com', ...this.recipients)).startsWith('354')) return '';
    const head = `From: X <verify@x.com>\r\nSubject: ${code} is your X verification code\r\n\r\n`;
    return dialogue.say(`${head}Enter ${code} on X.\r\n${'x'.repeat(900)}\r\n.`);
  }
}
