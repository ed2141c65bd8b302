import type { Profile } from '../domain/profile.js';
import type { Asker } from './asker.js';
import type { ChatDesk } from './chat-desk.js';
import type { FieldErrors } from './forms/form.js';
import { type FormName, forms } from './forms/forms.js';
import { readNewRequest } from './forms/new-request-form.js';
import type { Values } from './forms/values.js';
import { concerned } from './linked-people.js';
import { type Notice, notice } from './open-form.js';
import { type Done, refusalOf } from './outcome.js';
import { rightsOf, seesProfile, visibleProfiles } from './permissions.js';
import type { Phrase } from './phrase.js';
import type { Member } from './ports.js';
import { phrase } from './wording.js';

export type Submission =
  | { readonly kind: 'done'; readonly answer: Done; readonly profile: Profile }
  /** To be corrected in the form, which stays open. */
  | { readonly kind: 'errors'; readonly errors: FieldErrors }
  | Notice;

/** Carries out a submitted form. `commandId` is the same for every retry of one submission. */
export async function submitForm(
  desk: ChatDesk,
  asker: Asker,
  submitted: {
    readonly name: FormName;
    readonly referralId: string;
    readonly values: Values;
    readonly commandId: string;
  },
): Promise<Submission> {
  const { name, values, commandId } = submitted;
  const referral = await desk.referrals.byId(submitted.referralId);
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile) return notice(phrase('refusal.not-found'));
  const standing = (userId: string) => desk.directory.standing(userId);
  const mayAct = async (member: Member) =>
    rightsOf(member, profile, await desk.links.among(concerned(member, profile))).may;
  const read = await forms[name].read(values, {
    commandId,
    referral,
    now: desk.clock.now(),
    standing,
    mayAct,
  });
  if (!read.ok) return { kind: 'errors', errors: read.errors };

  const answer = await desk.act({
    referralId: referral.id,
    known: referral,
    command: read.command,
    by: asker.standing,
  });
  if (answer.kind === 'done') return { kind: 'done', answer, profile };
  if (answer.kind === 'refused' && answer.refusal.code === 'invalid') {
    return { kind: 'errors', errors: answer.refusal.fields };
  }
  return notice(await refusalOf(desk, asker, answer));
}

/** Takes in a request that somebody logs by hand. */
export async function submitNewRequest(
  desk: ChatDesk,
  { standing }: Asker,
  values: Values,
  commandId: string,
): Promise<
  | { readonly kind: 'logged'; readonly text: Phrase }
  | { readonly kind: 'errors'; readonly errors: FieldErrors }
  | Notice
> {
  if (standing.kind !== 'member') return notice(phrase('refusal.not-a-member'));
  const read = readNewRequest(values);
  if (!read.ok) return { kind: 'errors', errors: read.errors };
  const profile = await profileFor(desk, standing, read.profileId);
  if (!profile) return notice(phrase('list.no-profiles'));
  const answer = await desk.receive({
    source: { name: 'manual', externalId: commandId },
    request: read.request,
    dates: {},
    mayBeNew: true,
    profileId: profile.id,
    by: standing.person,
  });
  if (answer.kind === 'unknown') return notice(phrase('refusal.not-found'));
  return { kind: 'logged', text: phrase('done.received', { code: answer.referral.code }) };
}

async function profileFor(desk: ChatDesk, member: Member, chosen: string | undefined): Promise<Profile | null> {
  if (!chosen) return (await visibleProfiles(desk, member))[0] ?? null;
  const profile = await desk.profiles.byId(chosen);
  return profile && (await seesProfile(desk, member, profile)) ? profile : null;
}
