import type { FactView } from './card-view.js';
import type { Phrase } from './phrase.js';
import type { Reader } from './plain-text.js';

/** An e-mail in no form yet. It says nothing but phrases of ours. */
export interface Mail {
  /**
   * The same at every try of one notice, and only there: the Message-ID is made of it, by which mailboxes recognise a
   * repetition.
   */
  readonly id: string;
  /** When what it tells of happened; its date. */
  readonly at: Date;
  /** One bare address. */
  readonly to: string;
  readonly reader: Reader;
  readonly subject: Phrase;
  readonly urgent: boolean;
  /** Stands out, on top. */
  readonly alert: Phrase | null;
  readonly paragraphs: readonly Phrase[];
  /** What can be read at a glance, below the paragraphs. */
  readonly facts: readonly FactView[];
  /** What to do about it. */
  readonly advice: Phrase | null;
  readonly link: { readonly text: Phrase; readonly url: string } | null;
  /** Stands before the sender's name; null: the mail isn't signed. */
  readonly closing: Phrase | null;
  /** Why the reader gets it. */
  readonly footer: Phrase;
}

export interface Mailer {
  /**
   * Hands a mail over, or throws before `withinMs` are over.
   *
   * @throws MessengerError: `temporary`, `impossible` (the mailbox or the mail is refused for good), or `fate-unknown`
   */
  send(mail: Mail, withinMs: number): Promise<void>;
}
