import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '../application/mail.js';
import type { Phrase } from '../application/phrase.js';
import { plain } from '../application/plain-text.js';

export interface Sender {
  /** Empty: only the address is shown. */
  readonly name: string;
  readonly address: string;
}

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
  const parts: Parts = {
    language: mail.reader.language,
    title: say(mail.subject),
    paragraphs: mail.paragraphs.map(say),
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
    text: textOf(parts),
    html: htmlOf(parts),
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

interface Parts {
  readonly language: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly link: { readonly text: string; readonly url: string } | null;
  /** Lines. */
  readonly signature: readonly string[];
  readonly footer: string;
}

function textOf({ paragraphs, link, signature, footer }: Parts): string {
  const blocks = [
    ...paragraphs,
    ...(link ? [`${link.text}:\n${link.url}`] : []),
    ...(signature.length > 0 ? [signature.join('\n')] : []),
    // The separator by which mail programs tell a signature.
    `-- \n${footer}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function htmlOf({ language, title, paragraphs, link, signature, footer }: Parts): string {
  const body = [
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    ...(link ? [`<p><a href="${escaped(link.url)}">${escaped(link.text)}</a></p>`] : []),
    ...(signature.length > 0 ? [`<p>${signature.map(escaped).join('<br>')}</p>`] : []),
    `<p style="color:#666666;font-size:12px">${escaped(footer)}</p>`,
  ];
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
    '<body style="font-family:sans-serif;font-size:15px;line-height:1.5">',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
