import type { NotifyWay } from '../domain/ladders.js';
import { type Outcome, outcomes } from '../domain/referral.js';
import type { ListPage } from './list-deals.js';
import { nearestWord } from './nearest-word.js';
import { shorten } from './plain-text.js';

export type ChatCommand =
  | { readonly kind: 'list'; readonly page: ListPage }
  | { readonly kind: 'show'; readonly code: string | null }
  /** How reminders reach whoever typed it; null: which way it is now. */
  | { readonly kind: 'notify'; readonly way: NotifyWay | null }
  | { readonly kind: 'new' }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly word: string; readonly suggestion: string | null };

const dealWords = ['inbox', 'active', 'mine', 'archive', 'show', 'notify', 'help'] as const;
const rfiWords = ['new', 'help'] as const;

/** What somebody typed after `/deals` or `/rfi` (design, "Commands in chat"). Case and extra spaces don't matter. */
export function parseChatCommand(command: string, text: string): ChatCommand {
  const [first = '', second = '', third = ''] = text.trim().split(/\s+/);
  const word = first.toLowerCase();
  if (command === '/rfi') {
    if (word === 'new' || word === '') return { kind: 'new' };
    if (word === 'help') return { kind: 'help' };
    return unknown('/rfi', first, rfiWords);
  }
  const known = dealWords.find((candidate) => candidate === word);
  if (word === '') return list('active');
  if (isCode(word)) return { kind: 'show', code: asCode(word) };
  switch (known) {
    case 'inbox':
    case 'active':
    case 'mine':
      return list(known);
    case 'archive':
      return archive(second);
    case 'show':
      return { kind: 'show', code: second ? asCode(second) : null };
    case 'notify':
      return notify(second, third);
    case 'help':
      return { kind: 'help' };
    default:
      return unknown('/deals', first, [...dealWords]);
  }
}

function archive(word: string): ChatCommand {
  if (word === '') return list('archive');
  const outcome = outcomes.find((candidate) => candidate === word.toLowerCase());
  return outcome ? list('archive', outcome) : unknown('/deals archive', word, outcomes);
}

function notify(word: string, after: string): ChatCommand {
  if (word === '') return { kind: 'notify', way: null };
  const said = word.toLowerCase() === 'in' && after ? `in ${after.toLowerCase()}` : word.toLowerCase();
  if (said === 'directly' || said === 'direct') return { kind: 'notify', way: 'directly' };
  if (/^(in[ -])?channel$/.test(said)) return { kind: 'notify', way: 'in-channel' };
  return unknown('/deals notify', said, ['directly', 'in-channel']);
}

const list = (show: ListPage['show'], outcome?: Outcome): ChatCommand => ({
  kind: 'list',
  page: { show, ...(outcome ? { outcome } : {}), skip: 0 },
});

function unknown(before: string, word: string, known: readonly string[]): ChatCommand {
  const nearest = nearestWord(word, known);
  return { kind: 'unknown', word: shorten(word, 40), suggestion: nearest ? `${before} ${nearest}` : null };
}

/** With the dash, whichever of them a phone or a mail program made of it. */
const isCode = (word: string) => /^r[-\u2010-\u2015][0-9a-z]{4,10}$/i.test(word);
/**
 * Codes are spoken and typed in any case; O and 0, I and 1 are told apart for the typist (Crockford's base 32). The
 * prefix may be missing, so a first R without a dash belongs to it only where a code's six letters remain.
 */
function asCode(word: string): string {
  const letters = word.toUpperCase().replace(/^R(?:[-\u2010-\u2015]|(?=.{6}$))/, '');
  return `R-${letters.replaceAll('O', '0').replace(/[IL]/g, '1')}`;
}
