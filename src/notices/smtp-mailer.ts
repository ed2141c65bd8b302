import { Readable } from 'node:stream';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Mailer } from '../application/mail.js';
import { MessengerError } from '../application/ports.js';
import { type ComposedMail, composeMail, type Sender } from './compose-mail.js';
import { type SmtpFailure, smtpProblem } from './smtp-problem.js';

/**
 * Hands mails to the server at `url` (`smtp://` or `smtps://`, with nodemailer's options as query), each over a
 * connection of its own. This is the library's connection and not its transport because only here can be seen whether
 * the text of a mail was on its way when the connection broke.
 */
export function smtpMailer(url: string, sender: Sender): Mailer {
  return {
    async send(mail, withinMs) {
      const composed = await composeMail(mail, sender);
      await deliver(url, composed, withinMs);
    },
  };
}

function deliver(url: string, { envelope, content }: ComposedMail, withinMs: number): Promise<void> {
  const { auth, ...server } = parseConnectionUrl(url);
  const connection = new SMTPConnection({
    ...server,
    connectionTimeout: withinMs,
    greetingTimeout: withinMs,
    socketTimeout: withinMs,
    dnsTimeout: withinMs,
  });
  const message = new Message(content);
  return new Promise((resolve, reject) => {
    const end = (error?: SmtpFailure | null) => {
      clearTimeout(deadline);
      // Whatever the server still says, nothing more is sent.
      message.destroy();
      connection.close();
      if (error) reject(new MessengerError(smtpProblem(error, message.begun), { cause: error }));
      else resolve();
    };
    const deadline = setTimeout(() => end(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })), withinMs);
    // Also after the end: a socket may fail while it is being closed.
    connection.on('error', end);
    const send = () =>
      connection.send({ from: envelope.from, to: [envelope.to] }, message, (error, info) =>
        // A server may take a mail for nobody.
        end(error ?? info?.rejectedErrors?.[0] ?? null),
      );
    connection.connect((error) => {
      if (error) return end(error);
      if (!auth?.user) return send();
      connection.login({ credentials: { user: auth.user, pass: auth.pass } }, (failure) =>
        failure ? end(failure) : send(),
      );
    });
  });
}

/** The text of a mail, which knows whether any of it has been asked for: the server wants it after DATA, last of all. */
class Message extends Readable {
  begun = false;

  constructor(readonly content: Buffer) {
    super();
  }

  override _read(): void {
    this.begun = true;
    this.push(this.content);
    this.push(null);
  }
}
