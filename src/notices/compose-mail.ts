import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '../application/mail.js';
import type { Phrase } from '../application/phrase.js';
import { isolated, plain, shorten } from '../application/plain-text.js';
import { phrase } from '../application/wording.js';
import { mailHtml } from './mail-html.js';

export interface Sender {
  /** Empty: only the address is shown. */
  readonly name: string;
  readonly address: string;
}

/** A fact is read at a glance; the card has the rest. */
const longestFact = 200;

export interface ComposedMail {
  readonly envelope: { readonly from: string; readonly to: string };
  /** The whole message (RFC 5322), ASCII throughout. */
  readonly content: Buffer;
}

/**
 * Gives a mail its form, text and HTML, the same bytes but for the boundary at every try. Every phrase comes out as one
 * line without control characters, so that no name can add a header or a line.
 */
export async function composeMail(mail: Mail, sender: Sender): Promise<ComposedMail> {
  const say = (phrase: Phrase) => plain(mail.reader, phrase);
  const parts: MailParts = {
    language: mail.reader.language,
    title: say(mail.subject),
    sender: sender.name,
    alert: mail.alert && say(mail.alert),
    paragraphs: mail.paragraphs.map(say),
    facts: mail.facts.map(({ label, value }) => ({
      label: say(label),
      value: isolated(shorten(plain(mail.reader, value), longestFact)),
    })),
    advice: mail.advice && say(mail.advice),
    link: mail.link && { text: say(mail.link.text), url: mail.link.url },
    signature: mail.closing ? [say(mail.closing), sender.name || sender.address] : [],
    footer: say(mail.footer),
  };
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  const composer = new MailComposer({
    from: sender,
    to: { name: '', address: mail.to },
    subject: parts.title,
    messageId: `<${mail.id}@${domain}>`,
    date: mail.at,
    text: textOf(parts, (label) => say(phrase('mail.fact', { label }))),
    html: mailHtml(parts),
    headers: {
      // RFC 3834: nobody's holiday notice should answer it.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'Content-Language': mail.reader.language,
      ...(mail.urgent ? { Importance: 'high' } : {}),
    },
    baseBoundary: mail.id,
    newline: 'win',
    disableUrlAccess: true,
    disableFileAccess: true,
  });
  const content = await composer.compile().build();
  return { envelope: { from: sender.address, to: mail.to }, content };
}

/** A mail worded, in no form yet: each text one line. */
export interface MailParts {
  readonly language: string;
  readonly title: string;
  /** Empty: it has no name. */
  readonly sender: string;
  readonly alert: string | null;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly advice: string | null;
  readonly link: { readonly text: string; readonly url: string } | null;
  /** Lines. */
  readonly signature: readonly string[];
  readonly footer: string;
}

function textOf(
  { alert, paragraphs, facts, advice, link, signature, footer }: MailParts,
  beforeValue: (label: string) => string,
): string {
  const blocks = [
    ...(alert ? [alert] : []),
    ...paragraphs,
    ...(facts.length > 0 ? [facts.map(({ label, value }) => `${beforeValue(label)} ${value}`).join('\n')] : []),
    ...(advice ? [advice] : []),
    ...(link ? [`${link.text}\n${link.url}`] : []),
    ...(signature.length > 0 ? [signature.join('\n')] : []),
    // The separator by which mail programs tell a signature.
    `-- \n${footer}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
