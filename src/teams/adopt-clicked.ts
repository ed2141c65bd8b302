import { adoptCard } from '../application/adopt-card.js';
import { phrase } from '../application/wording.js';
import type { ReferralId } from '../domain/referral.js';
import type { Pressed } from './action-data.js';
import { type Activity, baseOf, scopeOf } from './activity.js';
import type { TeamsDesk } from './desk.js';

/**
 * Design, "Posting": a click on a card that the desk doesn't know of adopts it, and one beside another that it knows
 * is marked as superseded. Nobody waits for that.
 */
export function adoptClicked(
  desk: TeamsDesk,
  activity: Activity,
  pressed: { readonly do: Pressed['do'] | 'unsupported' },
): void {
  const { replyToId } = activity;
  if (!replyToId || scopeOf(activity) !== 'channel' || !('r' in pressed) || !isOnCard(activity, replyToId)) return;
  const channel = baseOf(activity.conversation.id);
  const referralId = String(pressed.r);
  const work = async () => {
    const referral = await desk.referrals.byId(referralId);
    const profile = referral && (await desk.profiles.byId(referral.profileId));
    if (!referral || !profile?.teamsChannels.includes(channel)) return;
    const destination = { platform: 'teams', kind: 'channel', id: channel } as const;
    const superseding = {
      ...desk.messenger,
      async remove(at: { readonly channel: string; readonly id: string }) {
        const { language } = profile;
        const text = phrase('card.superseded', { code: referral.code });
        await desk.messenger.update(at, desk.messenger.render({ kind: 'line', language, text }));
      },
    };
    const ports = { cards: desk.cards, messenger: superseding };
    const found = await adoptCard(ports, referralId as ReferralId, destination, { channel, id: replyToId });
    if (found === 'adopted') desk.redraw(referral.id);
  };
  work().catch((error) => desk.logger.warn({ err: error, referralId }, 'a clicked card could not be adopted'));
}

/** Cards stand at the top of their thread; lists and answers are replies. */
function isOnCard({ conversation }: Activity, messageId: string): boolean {
  const root = /;messageid=(\d+)$/.exec(conversation.id)?.[1];
  return root === undefined || root === messageId;
}
