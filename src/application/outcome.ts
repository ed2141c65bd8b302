import type { Profile } from '../domain/profile.js';
import type { Asker } from './asker.js';
import type { LinkedPeople } from './linked-people.js';
import type { Phrase } from './phrase.js';
import type { ActAnswer, Clock, ProfileStore } from './ports.js';
import { donePhrase, phrase, refusalPhrase } from './wording.js';

export type Done = Extract<ActAnswer, { kind: 'done' }>;

/** Why something wasn't done, as a sentence to the person who asked. */
export async function refusalOf(
  { profiles, links }: { readonly profiles: ProfileStore; readonly links: Pick<LinkedPeople, 'among'> },
  asker: Asker,
  answer: Exclude<ActAnswer, { kind: 'done' }>,
): Promise<Phrase> {
  if (answer.kind === 'not-found') return phrase('refusal.not-found');
  const profile = await profiles.byId(answer.referral.profileId);
  const person = asker.standing.kind === 'member' ? asker.standing.person : null;
  const by = 'by' in answer.refusal ? answer.refusal.by : null;
  const asked = { person, links: person ? await links.among([person, by]) : [] };
  return refusalPhrase(answer.refusal, answer.referral, asked, profile);
}

/**
 * What somebody reads who has just changed something: that it is done, what is left to do elsewhere, how long they can
 * take it back. `undo`: whether they still can.
 */
export function doneSentences(
  { clock }: { readonly clock: Clock },
  { referral, recorded }: Done,
  profile: Profile,
): { readonly sentences: readonly Phrase[]; readonly undo: boolean } {
  const { event } = recorded;
  const undo = referral.undo?.commandId === recorded.id && clock.now() < referral.undo.until;
  const seconds = Math.round(profile.undoWindow / 1000);
  const elsewhere =
    referral.source.name === 'partner-center' && ['accepted', 'declined', 'won', 'lost'].includes(event.type);
  return {
    sentences: [
      donePhrase(event, referral),
      ...(elsewhere ? [phrase('done.answer-there')] : []),
      ...(undo ? [phrase('done.undo-hint', { seconds })] : []),
    ],
    undo,
  };
}
