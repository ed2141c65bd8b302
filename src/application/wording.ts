import type { Refusal } from '../domain/commands.js';
import type { CustomerRequest } from '../domain/customer-request.js';
import { type Links, type Person, samePerson } from '../domain/people.js';
import type { Profile } from '../domain/profile.js';
import type { HistoryEvent, Referral, State } from '../domain/referral.js';
import { partnerCenterSource } from '../domain/referral.js';
import { solutionNames } from '../locales/solution-names.js';
import type { MessageKey } from '../locales/translate.js';
import { isMirrored } from './destinations.js';
import type { Phrase, Place, Value } from './phrase.js';

export const phrase = (key: MessageKey, values?: Phrase['values']): Phrase => (values ? { key, values } : { key });

/** Partner Center's ids as words: `DeploymentOrMigration` → `Deployment or Migration`, `Microsoft365` → `Microsoft 365`. */
export function asWords(id: string): string {
  if (/\s/.test(id)) return id;
  return (
    solutionNames.get(id) ??
    id
      .replace(/(\d)for(?=\p{Lu})/gu, '$1 for ')
      .replace(/(\p{Ll})(\p{Lu}|\d)/gu, '$1 $2')
      .replace(/(\S)\(/g, '$1 (')
      .replace(/(\d)(\p{Lu})/gu, '$1 $2')
      .replace(/ (And|Or|For|Of) /g, (word) => word.toLowerCase())
  );
}

/** Partner Center's size bands, e.g. `10to50employees`; anything else as it came. */
export function sizeOf(size: string): Value {
  const band = /^(\d+)to(\d+)employees$/i.exec(size);
  if (band) return phrase('size.employees', { range: `${band[1]}–${band[2]}` });
  const open = /^morethan(\d+)employees$/i.exec(size);
  return open ? phrase('size.more-than', { count: Number(open[1]) }) : size;
}

/** Town, state and country, as far as they are known. */
export function placeOf({ customer: { address } }: CustomerRequest): { readonly place: Place } | null {
  const state = address?.state?.trim() ? address.state : address?.region;
  const place = { city: address?.city, state, country: address?.country };
  return Object.values(place).some((part) => part?.trim()) ? { place } : null;
}

/** All that the customer named: solutions, products and services, each once. */
export function needsOf({ need }: CustomerRequest): string[] {
  const named = [...need.solutions, ...need.products, ...need.services].filter((name) => name.trim());
  return [...new Set(named.map((name) => asWords(name.trim())))];
}

/** What the request is about, in a few words; null where the customer named nothing. */
export function headlineOf(request: CustomerRequest): string | null {
  const needs = needsOf(request);
  return needs.length > 0 ? needs.slice(0, 4).join(' · ') : null;
}

/** Where a request came from; a sender's own name for itself as it is. */
export function sourceOf({ source: { name } }: Referral): Value {
  return name === partnerCenterSource || name === 'manual' ? phrase(`source.${name}`) : name;
}

/**
 * Whoever did something, as cards, their threads and refusals name them: with the platform where they did it, when the
 * profile's cards stand on both.
 */
export function doerOf(person: Person | null, profile: Profile | null): Value {
  if (!person) return '–';
  if (!profile || !isMirrored(profile)) return person.name;
  return phrase('person.on', { name: person.name, platform: phrase(`event.from-${person.platform}`) });
}

/** How long an answer may take, in the largest unit that leaves no remainder: “24-hour goal”. */
export function goalOf({ createdAt, respondBy }: Pick<Referral, 'createdAt' | 'respondBy'>): Phrase {
  const seconds = Math.round((respondBy.getTime() - createdAt.getTime()) / 1_000);
  const units = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;
  // Up to three days people count hours.
  const isLong = seconds > 3 * units.days;
  const unit = (isLong ? (['days', 'hours', 'minutes'] as const) : (['hours', 'minutes'] as const)).find(
    (one) => seconds % units[one] === 0,
  );
  return phrase(`goal.${unit ?? 'seconds'}`, { count: seconds / units[unit ?? 'seconds'] });
}

/** How long somebody has waited for an answer when a reminder went out, in the largest unit that says enough. */
export function waitedOf({ createdAt }: Pick<Referral, 'createdAt'>, { at }: Pick<HistoryEvent, 'at'>): Phrase {
  const seconds = Math.max(0, Math.floor((at.getTime() - createdAt.getTime()) / 1_000));
  // Up to two days people count hours.
  if (seconds >= 2 * 86_400) return phrase('waited.days', { count: Math.floor(seconds / 86_400) });
  if (seconds >= 3_600) return phrase('waited.hours', { count: Math.floor(seconds / 3_600) });
  if (seconds >= 60) return phrase('waited.minutes', { count: Math.floor(seconds / 60) });
  return phrase('waited.seconds', { count: seconds });
}

/** A line of history as a sentence. `by`: how whoever did it is named there. */
export function eventPhrase(
  event: HistoryEvent,
  referral: Pick<Referral, 'createdAt' | 'respondBy' | 'expiresAt'>,
  by: Value = doerOf(event.by, null),
): Phrase {
  switch (event.type) {
    case 'declined':
    case 'lost':
      return phrase(`event.${event.type}`, { by, reason: phrase(`reason.${event.reason ?? 'others'}`) });
    case 'edited':
      return phrase('event.edited', { by, fields: { list: event.fields.map(changedField) } });
    case 'assigned':
      return samePerson(event.by, event.to)
        ? phrase('event.assigned.self', { by })
        : phrase('event.assigned', { by, to: event.to?.name ?? '–' });
    case 'undone':
      return phrase('event.undone', { by, what: phrase(`what.${event.undid ?? 'edited'}`) });
    case 'received':
      return event.by ? phrase('event.logged', { by }) : phrase('event.received');
    case 'expired':
      return phrase('event.expired');
    case 'snoozed':
      return phrase('event.snoozed', { by, until: { moment: event.until ?? event.at } });
    case 'reminded':
      return phrase(`event.reminded.${event.notice ?? 'waiting'}`, {
        goal: goalOf(referral),
        waited: waitedOf(referral, event),
        expiresAt: { moment: referral.expiresAt },
      });
    default:
      return phrase(`event.${event.type}`, { by });
  }
}

const editable = ['name', 'value', 'purchaseDate', 'notes', 'crmId', 'contacts'] as const;
function changedField(field: string): Phrase {
  const known = editable.find((name) => name === field);
  return phrase(`changed.${known ?? 'notes'}`);
}

/** Why something was refused, to the person who asked for it. */
export function refusalPhrase(
  refusal: Refusal,
  referral: Referral,
  asker: { readonly person: Person | null; readonly links: Links },
  profile: Profile | null,
): Phrase {
  switch (refusal.code) {
    case 'already-accepted':
      return samePerson(refusal.by, asker.person, asker.links)
        ? phrase('refusal.already-accepted.you', { at: { moment: refusal.at } })
        : phrase('refusal.already-accepted', { by: doerOf(refusal.by, profile), at: { moment: refusal.at } });
    case 'closed':
      return refusal.outcome === 'expired'
        ? phrase('refusal.closed.expired', { at: { moment: refusal.at } })
        : phrase(`refusal.closed.${refusal.outcome}`, { by: doerOf(refusal.by, profile), at: { moment: refusal.at } });
    case 'expired':
      return phrase('refusal.expired', { at: { moment: refusal.at } });
    case 'not-due':
      return phrase('refusal.not-due', { at: { moment: refusal.at } });
    case 'not-permitted':
      if (refusal.why === 'not-listed') return phrase('refusal.not-listed', { profile: profile?.name ?? '' });
      if (refusal.why !== 'not-your-deal') return phrase(`refusal.${refusal.why}`);
      return phrase('refusal.not-your-deal', { owner: referral.state.owner?.name ?? '–' });
    case 'too-late':
      return phrase(`refusal.too-late.${refusal.why}`);
    case 'not-active':
    case 'no-change':
    case 'invalid':
      return phrase(`refusal.${refusal.code}`);
  }
}

/** A sentence to the person whose command was carried out. */
export function donePhrase(event: HistoryEvent, referral: Referral): Phrase {
  const isOwn = event.type === 'assigned' && samePerson(event.by, event.to);
  return phrase(isOwn ? 'done.assigned.self' : `done.${event.type}`, {
    code: referral.code,
    customer: referral.request.customer.name,
    to: event.to?.name ?? '–',
    until: { moment: event.until ?? event.at },
  });
}

export function outcomeOf(state: State): Phrase | null {
  return state.kind === 'archived' ? phrase(`outcome.${state.outcome}`) : null;
}
