import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Mailbox } from 'postal-mime';
import type { WrittenMail } from './page-api.js';

/** More than these nobody looks through. */
const mostShown = 50;

/** E-mails that the desk wrote into a folder instead of sending them. */
export class WrittenMails {
  /** By file name; a file is written once and never changed. */
  readonly #known = new Map<string, Promise<WrittenMail & { readonly html: string }>>();

  constructor(readonly folder: string) {}

  /** The newest first. */
  async list(): Promise<WrittenMail[]> {
    const mails = await Promise.all((await this.#files()).map((file) => this.#read(file)));
    return mails
      .map(({ html: _, ...mail }) => mail)
      .sort((a, b) => b.writtenAt - a.writtenAt)
      .slice(0, mostShown);
  }

  /** How a mail program shows it; links open beside the page. Undefined: there is no such mail. */
  async html(id: string): Promise<string | undefined> {
    const file = (await this.#files()).find((one) => one === `${id}.eml`);
    const html = file && (await this.#read(file)).html;
    return html?.replace('<head>', '<head><base target="_blank">');
  }

  async #files(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((file) => file.endsWith('.eml'));
    } catch (error) {
      // Before the first mail there is no folder.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #read(file: string) {
    const known = this.#known.get(file) ?? read(join(this.folder, file));
    this.#known.set(file, known);
    known.catch(() => this.#known.delete(file));
    return known;
  }
}

async function read(path: string): Promise<WrittenMail & { readonly html: string }> {
  const [content, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
  const { from, to, subject, html } = await PostalMime.parse(content);
  const [sender] = from && 'address' in from ? [from as Mailbox] : [];
  return {
    id: path.replace(/^.*[\\/]|\.eml$/g, ''),
    writtenAt: mtimeMs,
    from: sender?.name || sender?.address || '',
    to: (to ?? []).flatMap(({ address }) => address ?? []).join(', '),
    subject: subject ?? '',
    html: html ?? '',
  };
}
