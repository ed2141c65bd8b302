import type { Person } from '../domain/people.js';
import type { Language } from '../domain/profile.js';
import type { CardButtons, CardView } from './card-view.js';
import type { Phrase } from './phrase.js';

/** Somebody, or a group, whom a message calls. Ids come from the configuration or the platform, never from a text. */
export interface Mention {
  readonly kind: 'person' | 'group';
  readonly platform: Person['platform'];
  readonly id: string;
  /** Where the platform mentions by name. */
  readonly name?: string;
}

/** Everything the desk says of its own accord, before a platform gives it form. */
export type Message =
  | { readonly kind: 'card'; readonly language: Language; readonly view: CardView }
  /** One short line in a card's thread. */
  | {
      readonly kind: 'line';
      readonly language: Language;
      readonly text: Phrase;
      /** Who is called to it. A platform leaves out those of another one. */
      readonly mentions?: readonly Mention[];
    }
  /** What time brought about, in a channel or to a person; what concerns a person; a digest. Each phrase a line. */
  | {
      readonly kind: 'notice';
      readonly language: Language;
      readonly lines: readonly Phrase[];
      /** In private only: in a channel, a message with a referral's buttons is that referral's card. */
      readonly buttons?: CardButtons;
    };
