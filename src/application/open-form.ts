import { type Person, samePerson } from '../domain/people.js';
import type { Profile } from '../domain/profile.js';
import type { Referral } from '../domain/referral.js';
import { type Asker, todayOf } from './asker.js';
import type { DetailsView } from './card-view.js';
import type { ChatDesk } from './chat-desk.js';
import { foreseeRefusal } from './foresee-refusal.js';
import type { Field } from './forms/field.js';
import type { Form } from './forms/form.js';
import { type FormName, formOf } from './forms/forms.js';
import { newRequestFields } from './forms/new-request-form.js';
import { concerned } from './linked-people.js';
import { refusalOf } from './outcome.js';
import { channelsOf, rightsOf, seesProfile, visibleProfiles } from './permissions.js';
import type { Phrase } from './phrase.js';
import { detailsView } from './referral-details.js';
import { phrase } from './wording.js';

/** Says why there is no form, or nothing to see. */
export interface Notice {
  readonly kind: 'notice';
  readonly text: Phrase;
}

export const notice = (text: Phrase): Notice => ({ kind: 'notice', text });

export interface OpenedForm {
  readonly kind: 'form';
  readonly form: Form;
  readonly fields: readonly Field[];
  readonly referral: Referral;
}

/** The form that somebody asked for, or a notice that says why there is none. */
export async function openForm(
  desk: ChatDesk,
  asker: Asker,
  name: FormName,
  referralId: string,
): Promise<OpenedForm | Notice> {
  const { reader, standing } = asker;
  const referral = await desk.referrals.byId(referralId);
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile) return notice(phrase('refusal.not-found'));
  const links = await desk.links.among(concerned(standing, profile, { referral, type: name }));
  const rights = rightsOf(standing, profile, links);
  const now = desk.clock.now();
  const refusal = rights.may
    ? foreseeRefusal(referral, name, { ...profile, actor: rights.actor, now, links })
    : ({ code: 'not-permitted', why: rights.why } as const);
  if (refusal) {
    if (refusal.code === 'expired' && referral.state.kind === 'new') {
      // Nobody has archived it yet: now its card can tell everybody.
      const command = { id: `expire:${referral.id}:${referral.version}`, type: 'expire' } as const;
      await desk.act({ referralId, command, by: standing });
    }
    return notice(await refusalOf(desk, asker, { kind: 'refused', refusal, referral }));
  }
  const form = formOf(name, referral);
  const context = { language: reader.language, referral, profile, today: todayOf(reader, now), now };
  return { kind: 'form', form, fields: form.fields(context), referral };
}

export interface OpenedDetails {
  readonly kind: 'details';
  readonly code: string;
  readonly view: DetailsView;
  /** The command that whoever looks did last and can still take back, on whichever platform that was. */
  readonly undo: string | null;
}

/** Everything about a referral, for whoever may see it. */
export async function openDetails(
  desk: ChatDesk,
  { standing }: Asker,
  referralId: string,
): Promise<OpenedDetails | Notice> {
  if (standing.kind !== 'member') return notice(phrase('refusal.not-a-member'));
  const referral = await desk.referrals.byId(referralId);
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile || !(await seesProfile(desk, standing, profile))) {
    return notice(phrase('refusal.not-found'));
  }
  const view = detailsView(referral, desk.viewContext(profile));
  return { kind: 'details', code: referral.code, view, undo: await ownUndo(desk, standing.person, referral) };
}

async function ownUndo({ clock, links }: ChatDesk, person: Person, { undo }: Referral): Promise<string | null> {
  if (!undo || clock.now() >= undo.until) return null;
  return samePerson(undo.by, person, await links.among([person, undo.by])) ? undo.commandId : null;
}

/** The fields to log a request by hand, offering first the profiles of the channel where it was asked for. */
export async function openNewRequest(
  desk: ChatDesk,
  { reader, standing }: Asker,
  channel: string | null,
): Promise<{ readonly kind: 'new'; readonly fields: readonly Field[] } | Notice> {
  if (standing.kind !== 'member') return notice(phrase('refusal.not-a-member'));
  const profiles = await visibleProfiles(desk, standing);
  if (profiles.length === 0) return notice(phrase('list.no-profiles'));
  const isHere = (profile: Profile) => channelsOf(profile, standing.person.platform).some((id) => id === channel);
  const ordered = [...profiles.filter(isHere), ...profiles.filter((profile) => !isHere(profile))];
  return { kind: 'new', fields: newRequestFields(reader.language, ordered) };
}
