import type { Phrase } from './phrase.js';
import { phrase } from './wording.js';

/** What can be typed, a line for each. */
export const helpLines: readonly Phrase[] = [
  phrase('help.deals', { command: { command: '/deals' } }),
  phrase('help.inbox', { command: { command: '/deals inbox' } }),
  phrase('help.mine', { command: { command: '/deals mine' } }),
  phrase('help.archive', { command: { command: '/deals archive [won|lost|declined|expired]' } }),
  phrase('help.show', { command: { command: '/deals show CODE' } }),
  phrase('help.notify', {
    directly: { command: '/deals notify directly' },
    channel: { command: '/deals notify in channel' },
  }),
  phrase('help.new', { command: { command: '/rfi new' } }),
  phrase('help.help', { command: { command: '/deals help' } }),
];

/** The code of a referral is missing, and may look like this. */
export const codeMissing = phrase('command.code-missing', { command: { command: '/deals show R-4K7Q2M' } });

/** A button that means nothing (any more). */
export const unsupported = phrase('refusal.unsupported', { command: { command: '/deals' } });

/** What is said to a word that is none of the commands; `suggestion` is the one that was probably meant. */
export const notUnderstood = (word: string, suggestion: string | null): readonly Phrase[] => [
  phrase('command.unknown', { word }),
  ...(suggestion ? [phrase('command.suggestion', { suggestion: { command: suggestion } })] : []),
];
