import type { Profile } from '../domain/profile.js';
import type { HistoryEvent, Referral, Told } from '../domain/referral.js';
import type { Mention, Message } from './messages.js';
import type { Phrase } from './phrase.js';
import { phrase } from './wording.js';

/** Lines that one message shows; of the others it gives the number. */
const mostLines = 10;
/** Reminders that a notice of expiry names, the last ones. */
const mostReminders = 5;

export interface NoticeOf {
  readonly referral: Referral;
  readonly event: HistoryEvent;
}

/** Several notices of one profile as one message; null when none of them is true any more. */
export function noticeMessage(notices: readonly NoticeOf[], profile: Profile): Message | null {
  const lines = notices.filter(isStillTrue).map(noticeLine);
  if (lines.length === 0) return null;
  const shown = lines.slice(0, mostLines);
  const more = lines.length - shown.length;
  return {
    kind: 'notice',
    language: profile.language,
    lines: more > 0 ? [...shown, phrase('notice.more', { count: more })] : shown,
  };
}

/** Whether what an event reminds of is still so: a platform may have been away for hours. */
export function isStillTrue({ referral: { state }, event }: NoticeOf): boolean {
  if (event.type === 'expired') return true;
  if (event.notice === 'deal-due') return state.kind === 'active';
  if (state.kind !== 'new') return false;
  const isUrgent = event.notice === 'urgent' || event.notice === 'urgent-waiting';
  return !isUrgent || (state.urgent !== null && !state.urgent.contacted);
}

/** Whom a reminder mentions in the thread, by ids of the configuration and of the owner. */
export function mentionsOf({ told }: HistoryEvent): readonly Mention[] {
  if (!told) return [];
  return [
    ...told.groups.map((id): Mention => ({ kind: 'group', platform: 'slack', id })),
    ...told.mentioned.map(({ platform, id }): Mention => ({ kind: 'person', platform, id })),
  ];
}

function noticeLine({ referral, event }: NoticeOf): Phrase {
  const { code, request, respondBy, expiresAt } = referral;
  const values = {
    code,
    customer: request.customer.name,
    respondBy: { moment: respondBy },
    expiresAt: { moment: expiresAt },
  };
  if (event.type !== 'expired') return phrase(`notice.${event.notice ?? 'waiting'}`, values);
  const reminders = referral.history.filter(({ type }) => type === 'reminded').slice(-mostReminders);
  if (reminders.length === 0) return phrase('notice.expired.quietly', values);
  return phrase('notice.expired', { ...values, reminders: { list: reminders.map(reminderPhrase) } });
}

/** Who was reminded, when. */
function reminderPhrase({ at, told }: HistoryEvent): Phrase {
  return phrase('reminder.at', { at: { moment: at }, who: { list: told ? toldPhrases(told) : [] } });
}

function toldPhrases({ channel, groups, mentioned, direct }: Told): Phrase[] {
  const people = [...mentioned, ...direct];
  const unnamed = people.filter(({ name }) => name === undefined).length;
  const told = [
    ...(channel ? [phrase('told.channel')] : []),
    ...people.flatMap(({ name }) => (name === undefined ? [] : [phrase('told.person', { name })])),
    ...(unnamed > 0 ? [phrase('told.people', { count: unnamed })] : []),
    ...(groups.length > 0 ? [phrase('told.groups', { count: groups.length })] : []),
  ];
  return told.length > 0 ? told : [phrase('told.thread')];
}
