'use server';
import { refresh } from 'next/cache';
import { inWords } from '#app/(workspace)/in-words.ts';
import { mailHost } from '#app/(workspace)/mail-host.ts';
import { checkDns, type Finding } from '#lib/addresses/dns-check.ts';
import { addDomain, listDomainsInUse, removeDomain } from '#lib/addresses/domains.ts';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';

export type Answer = { mistake?: string; typed: string };

export async function add(_before: Answer, form: FormData): Promise<Answer> {
  const typed = String(form.get('domain') ?? '');
  const mistake = await inWords(async (actor) => {
    await addDomain(actor, typed);
    refresh();
  });
  return mistake ? { mistake, typed } : { typed: '' };
}

/** @returns what went wrong */
export async function remove(id: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await removeDomain(actor, id);
    refresh();
  });
}

/** What DNS says now. */
export async function check(id: string): Promise<{ findings: Finding[]; mistake?: string }> {
  let findings: Finding[] = [];
  const mistake = await inWords(async (actor) => {
    const domain = (await listDomainsInUse(actor)).find((one) => one.id === id);
    if (!domain) throw new MailroomError('not-found', 'There is no such domain any more.');
    findings = await checkDns(domain.name, mailHost(settings()));
  });
  return { findings, mistake };
}
