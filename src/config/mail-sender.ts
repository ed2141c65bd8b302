import { z } from 'zod';

/** Whom e-mails come from. */
export interface MailSender {
  /** Empty: only the address is shown. */
  readonly name: string;
  readonly address: string;
}

const Address = z.email().max(254);

/** Reads `address` or `Name <address>`, the name in quotes or not; null for anything else. */
export function mailSenderOf(text: string): MailSender | null {
  const [, quoted, plain, address] = /^(?:(?:"([^"]*)"|([^"<>]*?))\s*<([^<>]+)>)$/.exec(text) ?? [null, '', '', text];
  const name = (quoted ?? plain ?? '').trim();
  if (/\p{Cc}/u.test(name) || !Address.safeParse(address).success) return null;
  return { name, address: address as string };
}
