import type { Person } from '../domain/people.js';
import type { Language } from '../domain/profile.js';
import type { CardView } from './card-view.js';
import type { Phrase } from './phrase.js';

/** Everything the desk says of its own accord, before a platform gives it form. */
export type Message =
  | { readonly kind: 'card'; readonly language: Language; readonly view: CardView }
  /** One short line in a card's thread. */
  | { readonly kind: 'line'; readonly language: Language; readonly text: Phrase }
  /** A private message to a person, with a link to the card where it is known. */
  | {
      readonly kind: 'direct';
      readonly language: Language;
      readonly to: Person;
      readonly text: Phrase;
      readonly card: { readonly channel: string; readonly id: string } | null;
    };
