import type { ModalView } from '@slack/types';
import { foreseeRefusal } from '../application/foresee-refusal.js';
import { rightsOf, seesProfile } from '../application/permissions.js';
import { detailsView } from '../application/referral-view.js';
import { phrase, refusalPhrase } from '../application/wording.js';
import type { FormName } from './action-ids.js';
import { type Asker, todayOf } from './asker.js';
import type { SlackDesk } from './desk.js';
import { forms } from './forms/forms.js';
import { formModal, type Metadata, noticeModal } from './modals.js';
import { detailsModal } from './render-details.js';

/** The form that somebody asked for, or a notice that says why there is none. */
export async function formFor(
  desk: SlackDesk,
  asker: Asker,
  name: FormName,
  referralId: string,
  metadata: Metadata,
): Promise<ModalView> {
  const { reader, standing } = asker;
  const referral = await desk.referrals.byId(referralId);
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile) return noticeModal(reader, phrase('refusal.not-found'));
  const rights = rightsOf(standing, profile);
  const person = standing.kind === 'member' ? standing.person : null;
  const now = desk.clock.now();
  const refusal = rights.may
    ? foreseeRefusal(referral, name, { actor: rights.actor, now, undoWindow: profile.undoWindow })
    : ({ code: 'not-permitted', why: rights.why } as const);
  if (refusal) {
    if (refusal.code === 'expired' && referral.state.kind === 'new') {
      // Nobody has archived it yet: now its card can tell everybody.
      const command = { id: `expire:${referral.id}:${referral.version}`, type: 'expire' } as const;
      await desk.act({ referralId, command, by: standing });
    }
    return noticeModal(reader, refusalPhrase(refusal, referral, person, profile.name));
  }
  const form = forms[name];
  const blocks = form.blocks({ reader, referral, profile, today: todayOf(reader, now) });
  return formModal(reader, name, form, referral.code, blocks, { ...metadata, r: referralId });
}

/** Everything about a referral, for whoever may see it. */
export async function detailsFor(desk: SlackDesk, asker: Asker, referralId: string): Promise<ModalView> {
  const { reader, standing } = asker;
  if (standing.kind !== 'member') return noticeModal(reader, phrase('refusal.not-a-member'));
  const referral = await desk.referrals.byId(referralId);
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile || !(await seesProfile(desk, standing, profile))) {
    return noticeModal(reader, phrase('refusal.not-found'));
  }
  return detailsModal(reader, referral.code, detailsView(referral, desk.viewContext(profile)));
}
