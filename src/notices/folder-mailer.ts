import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mailer } from '../application/mail.js';
import { MessengerError } from '../application/ports.js';
import { composeMail, type Sender } from './compose-mail.js';

/**
 * Writes mails as `.eml` files into a folder, for trials. One notice is one file, however often it is written; nobody
 * but the desk's own user can read it, and nobody ever sees half of it.
 */
export function folderMailer(folder: string, sender: Sender): Mailer {
  return {
    async send(mail) {
      const { content } = await composeMail(mail, sender);
      const file = join(folder, `${mail.id}.eml`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(`${file}.part`, content, { mode: 0o600 });
        await rename(`${file}.part`, file);
      } catch (error) {
        const reason = ((error as NodeJS.ErrnoException).code ?? 'unexpected').toLowerCase();
        throw new MessengerError({ kind: 'temporary', reason }, { cause: error });
      }
    },
  };
}
