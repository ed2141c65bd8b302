import { personKey } from '../domain/ladders.js';
import { type PersonRef, samePerson } from '../domain/people.js';
import type { Language, Profile } from '../domain/profile.js';
import type { EventType, HistoryEvent, Referral, Told } from '../domain/referral.js';
import type { CardButtons } from './card-view.js';
import type { Mention, Message } from './messages.js';
import type { Phrase } from './phrase.js';
import { doerOf, eventPhrase, goalOf, phrase, waitedOf } from './wording.js';

/** Lines that one message shows; of the others it gives the number. */
const mostLines = 10;
/** Reminders that a notice of expiry names, the last ones. */
const mostReminders = 3;

export interface NoticeOf {
  readonly referral: Referral;
  readonly event: HistoryEvent;
  /** Opens the card. */
  readonly link?: string | null;
  /** Whether the customer is told of it as well. */
  readonly customerTold?: boolean;
}

export interface NoticeReader {
  readonly language: Language;
  /** Of people whom the history knows by their ids only, by `personKey`. */
  readonly names: ReadonlyMap<string, string>;
  /** In private: what can be done about a referral. Shown where it is about one only. */
  readonly buttonsOf?: (referral: Referral) => CardButtons | null;
  /** What stands there already, and isn't true any more, is replaced by what has happened; the cards' profile. */
  readonly settledFor?: Profile;
}

/** Several notices of one profile as one message; null when none of them is true any more. */
export function noticeMessage(notices: readonly NoticeOf[], reader: NoticeReader): Message | null {
  const { language, names, buttonsOf } = reader;
  const current = notices.filter(isStillTrue);
  // Several of one referral lead to its card once.
  const lines = current.map((notice, at) => {
    const isLast = !current.slice(at + 1).some(({ referral }) => referral.id === notice.referral.id);
    return withLink(noticeLine(notice, names), isLast ? notice.link : null);
  });
  const [first] = current;
  if (!first) return settledMessage(notices, reader);
  const isOfOne = current.every(({ referral }) => referral.id === first.referral.id);
  const buttons = isOfOne ? buttonsOf?.(first.referral) : null;
  const shown = lines.slice(0, mostLines);
  const more = lines.length - shown.length;
  return {
    kind: 'notice',
    language,
    lines: more > 0 ? [...shown, phrase('notice.more', { count: more })] : shown,
    ...(buttons ? { buttons } : {}),
  };
}

/** What became of referrals that a message was about; null where nothing has to stand there instead. */
function settledMessage(notices: readonly NoticeOf[], { language, settledFor }: NoticeReader): Message | null {
  const latest = new Map(notices.map((notice) => [notice.referral.id, notice]));
  const lines = settledFor ? [...latest.values()].flatMap((notice) => settledLine(notice, settledFor) ?? []) : [];
  return lines.length > 0 ? { kind: 'notice', language, lines: lines.slice(0, mostLines) } : null;
}

/** Events that make a notice untrue. */
const answers: readonly EventType[] = ['accepted', 'declined', 'won', 'lost', 'expired', 'assigned'];
const ofUrgency: readonly EventType[] = ['contacted', 'unmarked-urgent'];

function settledLine({ referral, event, link }: NoticeOf, profile: Profile): Phrase | null {
  const settling = isUrgentNotice(event) ? [...answers, ...ofUrgency] : answers;
  const by = referral.history.findLast(({ type, version }) => version > event.version && settling.includes(type));
  if (!by) return null;
  const what = eventPhrase(by, referral, doerOf(by.by, profile));
  const { code, request } = referral;
  const key = by.type === 'expired' ? 'notice.settled.expired' : 'notice.settled';
  return withLink(phrase(key, { code, customer: request.customer.name, what }), link);
}

const isUrgentNotice = ({ notice }: HistoryEvent) => notice === 'urgent' || notice === 'urgent-waiting';

/** Whether what an event reminds of is still so: a platform may have been away for hours. */
export function isStillTrue({ referral: { state }, event }: NoticeOf): boolean {
  if (event.type === 'expired') return true;
  if (event.type === 'assigned') return state.kind !== 'archived' && samePerson(state.owner, event.to);
  if (event.notice === 'deal-due') return state.kind === 'active';
  if (state.kind !== 'new') return false;
  return !isUrgentNotice(event) || (state.urgent !== null && !state.urgent.contacted);
}

/** Whom a reminder mentions in the thread, by ids of the configuration and of the owner. */
export function mentionsOf({ told }: Pick<HistoryEvent, 'told'>): readonly Mention[] {
  if (!told) return [];
  return [
    ...told.groups.map((id): Mention => ({ kind: 'group', platform: 'slack', id })),
    ...told.mentioned.map(({ platform, id }): Mention => ({ kind: 'person', platform, id })),
  ];
}

/** Words of the desk's with a link to a card behind them, where there is one. */
export function withLink(what: Phrase, url: string | null | undefined): Phrase {
  return url ? phrase('notice.linked', { what, open: { link: { text: phrase('card.open'), url } } }) : what;
}

/** Those whom a notice names and whose names it doesn't know. */
export function unnamedIn({ referral, event }: NoticeOf): PersonRef[] {
  if (event.type !== 'expired') return [];
  return lastReminders(referral)
    .flatMap(({ told }) => (told ? [...told.mentioned, ...told.direct] : []))
    .filter(({ name }) => name === undefined);
}

const remindersOf = ({ history }: Referral) => history.filter(({ type }) => type === 'reminded');
const lastReminders = (referral: Referral) => remindersOf(referral).slice(-mostReminders);

function noticeLine({ referral, event, customerTold }: NoticeOf, names: NoticeReader['names']): Phrase {
  const { code, request, respondBy, expiresAt } = referral;
  const values = {
    code,
    customer: request.customer.name,
    respondBy: { moment: respondBy },
    expiresAt: { moment: expiresAt },
    goal: goalOf(referral),
    waited: waitedOf(referral, event),
  };
  if (event.type === 'assigned') return phrase('nudge.assigned', { ...values, by: event.by?.name ?? '–' });
  if (event.type !== 'expired') return phrase(`notice.${event.notice ?? 'waiting'}`, values);
  return [remindersPhrase(referral, names), ...(customerTold ? [phrase('notice.expired.customer-told')] : [])].reduce(
    (one, other) => phrase('notice.both', { one, other }),
    phrase('notice.expired', values),
  );
}

function remindersPhrase(referral: Referral, names: NoticeReader['names']): Phrase {
  const shown = lastReminders(referral).map((reminder) => reminderPhrase(reminder, names));
  if (shown.length === 0) return phrase('notice.expired.no-reminders');
  const earlier = remindersOf(referral).length - shown.length;
  const reminders = { list: earlier > 0 ? [phrase('reminder.earlier', { count: earlier }), ...shown] : shown };
  return phrase('notice.expired.reminders', { reminders });
}

/** Who was reminded, when. */
function reminderPhrase({ at, told }: HistoryEvent, names: NoticeReader['names']): Phrase {
  return phrase('reminder.at', { at: { moment: at }, who: { list: told ? toldPhrases(told, names) : [] } });
}

function toldPhrases({ channel, groups, mentioned, direct }: Told, names: NoticeReader['names']): Phrase[] {
  const people = [...mentioned, ...direct].map((person) => ({ name: person.name ?? names.get(personKey(person)) }));
  const unnamed = people.filter(({ name }) => name === undefined).length;
  const told = [
    ...(channel ? [phrase('told.channel')] : []),
    ...people.flatMap(({ name }) => (name === undefined ? [] : [phrase('told.person', { name })])),
    ...(unnamed > 0 ? [phrase('told.people', { count: unnamed })] : []),
    ...(groups.length > 0 ? [phrase('told.groups', { count: groups.length })] : []),
  ];
  return told.length > 0 ? told : [phrase('told.thread')];
}
