import type { Money } from '../domain/money.js';
import type { MessageKey } from '../locales/translate.js';

/** A customer's town, state and country; a country that is given by its code is named in the reader's language. */
export interface Place {
  readonly city?: string | undefined;
  readonly state?: string | undefined;
  readonly country?: string | undefined;
}

/** A value inside a sentence. Platforms give each kind its form; a plain string is untrusted text and gets escaped. */
export type Value =
  | string
  | number
  /** A moment, shown in the reader's own zone where the platform can. */
  | { readonly moment: Date }
  /** A calendar date `YYYY-MM-DD`. */
  | { readonly date: string }
  | { readonly money: { readonly amount: number; readonly currency?: string | undefined } | Money }
  | { readonly place: Place }
  /** Words that open an address of ours; without them where nothing can be opened. */
  | { readonly link: { readonly text: Phrase; readonly url: string } }
  /** What can be typed, with Slack's slash; elsewhere it is words. */
  | { readonly command: string }
  /** Joined as the language joins: “a, b and c”. */
  | { readonly list: readonly Phrase[] }
  | Phrase;

/** A sentence in no language yet: a key of `locales/` and what goes into its holes. */
export interface Phrase {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, Value>>;
}
