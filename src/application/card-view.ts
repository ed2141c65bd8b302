import type { CommandType } from '../domain/commands.js';
import type { Phrase, Value } from './phrase.js';

/** What a person can press on a card. `show-all` and `history` only show something. */
export type CardAction = CommandType | 'show-all' | 'history';

export interface ActionView {
  readonly action: CardAction;
  readonly label: Phrase;
  readonly style: 'primary' | 'danger' | 'plain';
}

/** A referral as a card shows it: wording chosen, permitted actions listed, no platform yet. */
export interface CardView {
  readonly referralId: string;
  readonly code: string;
  /** For the notification: one line that says it all. */
  readonly summary: Phrase;
  readonly title: Phrase;
  /** Stands on top while the customer should be contacted at once. */
  readonly alert: Phrase | null;
  readonly status: Phrase;
  /** Label and value, most important first; values that are plain strings are the customer's or ours, untrusted. */
  readonly facts: readonly { readonly label: Phrase; readonly value: Value }[];
  /** The customer's words, shortened; `shortened` says that there is more. */
  readonly need: { readonly text: string; readonly shortened: boolean } | null;
  /** Our notes on the engagement, shortened. */
  readonly notes: { readonly text: string; readonly shortened: boolean } | null;
  readonly actions: readonly ActionView[];
  /** The rare ones, for an overflow menu. */
  readonly more: readonly ActionView[];
  readonly link: { readonly label: Phrase; readonly url: string } | null;
  readonly footnote: Phrase | null;
}
