import type { CommandType } from '../domain/commands.js';
import type { Snooze } from '../domain/snooze.js';
import type { Phrase, Value } from './phrase.js';

/**
 * What a person can press on a card. `take`: they assign it to themselves. `details` changes nothing: it shows
 * everything, with the history.
 */
export type CardAction = Exclude<CommandType, 'expire' | 'undo' | 'snooze'> | 'take' | 'details';

export interface ActionView {
  readonly action: CardAction;
  readonly label: Phrase;
  readonly style: 'primary' | 'danger' | 'plain';
}

/** A menu that puts the reminders off. */
export interface SnoozeView {
  readonly label: Phrase;
  readonly options: readonly { readonly snooze: Snooze; readonly label: Phrase }[];
}

/** A label and its value. Plain strings are the customer's words or ours: untrusted text. */
export interface FactView {
  readonly label: Phrase;
  readonly value: Value;
}

/** A longer text of somebody's. `shortened` says that there is more. */
export interface TextView {
  readonly label: Phrase;
  readonly text: string;
  readonly shortened: boolean;
}

/** What can be done about one referral, beside it or where somebody is told of it. */
export type CardButtons = Pick<CardView, 'referralId' | 'code' | 'actions' | 'more' | 'snooze'>;

export interface AlertView {
  readonly text: Phrase;
  /** `urgent`: somebody should act now. */
  readonly tone: 'urgent' | 'calm';
}

/** A referral as a card shows it: wording chosen, permitted actions listed, no platform yet. */
export interface CardView {
  readonly referralId: string;
  readonly code: string;
  /** For the notification: one line that says it all. */
  readonly summary: Phrase;
  readonly title: Phrase;
  /** Stands on top where the customer should be, or was, contacted at once. */
  readonly alert: AlertView | null;
  readonly status: Phrase;
  /** What it is about, in a few words. */
  readonly headline: string | null;
  /** Most important first. */
  readonly facts: readonly FactView[];
  readonly texts: readonly TextView[];
  readonly actions: readonly ActionView[];
  /** The rare ones, for an overflow menu. */
  readonly more: readonly ActionView[];
  /** Absent where no reminders come. */
  readonly snooze?: SnoozeView;
  readonly footnotes: readonly Phrase[];
  readonly link: { readonly label: Phrase; readonly url: string } | null;
}

/** Everything that is known of a referral, for whoever asks to see it all. */
export interface DetailsView {
  readonly title: Phrase;
  readonly status: Phrase;
  readonly facts: readonly FactView[];
  /** Whole, never shortened. */
  readonly texts: readonly TextView[];
  readonly history: readonly Phrase[];
  readonly link: { readonly label: Phrase; readonly url: string } | null;
}
