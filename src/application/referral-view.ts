import type { Profile } from '../domain/profile.js';
import type { Archived, Referral } from '../domain/referral.js';
import { snoozes } from '../domain/snooze.js';
import type { ActionView, CardAction, CardButtons, CardView, FactView, SnoozeView, TextView } from './card-view.js';
import { isMirrored } from './destinations.js';
import { flameAlert, flameTitle, isBurning, isCooled } from './flame.js';
import type { Phrase } from './phrase.js';
import { graphemes } from './plain-text.js';
import { doerOf, headlineOf, outcomeOf, phrase, placeOf, sizeOf } from './wording.js';

/** How much of a long text a card shows, in characters; “Show all” has the rest. */
const shownOnCard = 400;

export interface ViewContext {
  readonly profile: Profile;
  readonly now: Date;
  /** Where a person answers a Partner Center referral in the web; `{id}` is replaced. */
  readonly partnerCenterLink: string;
}

/** A referral as its card shows it (design, "A card"). Pure: the same referral at the same time gives the same card. */
export function cardView(stored: Referral, context: ViewContext): CardView {
  const referral = asOf(stored, context.now);
  const { state, request } = referral;
  const headline = headlineOf(request);
  const texts: TextView[] = [];
  if (request.need.notes?.trim()) texts.push(shortText('card.words', request.need.notes));
  if ('engagement' in state && state.engagement.notes) texts.push(shortText('card.notes', state.engagement.notes));
  if ('reason' in state && state.notes) texts.push(shortText('card.closing-notes', state.notes));
  return {
    referralId: referral.id,
    code: referral.code,
    summary: summary(referral, headline, context.now),
    title: flameTitle(referral, context.now),
    alert: flameAlert(referral, context.now),
    status: status(referral, context),
    headline,
    facts: state.kind === 'new' ? askedFacts(referral) : dealFacts(referral),
    texts,
    ...buttons(referral, context.now),
    footnotes: footnotes(referral, context.now),
    link: link(referral, context),
  };
}

/** From its expiry on a request is expired, whether or not that has been written down yet (design, "Time"). */
export function asOf(referral: Referral, now: Date): Referral {
  const { state, expiresAt } = referral;
  if (state.kind !== 'new' || now < expiresAt) return referral;
  return { ...referral, state: { ...state, kind: 'archived', outcome: 'expired', closedAt: expiresAt } };
}

function shortText(label: 'card.words' | 'card.notes' | 'card.closing-notes', text: string): TextView {
  const trimmed = text.trim();
  // No more characters than units; most texts are that short, and taking one apart is slow.
  if (trimmed.length <= shownOnCard) return { label: phrase(label), text: trimmed, shortened: false };
  const segments = [...graphemes.segment(trimmed.slice(0, shownOnCard * 2))].map((part) => part.segment);
  // Where it was cut here, the last one may be half of what a reader sees as one character.
  const whole = trimmed.length > shownOnCard * 2 ? segments.slice(0, -1) : segments;
  const short = whole.slice(0, shownOnCard).join('');
  const shortened = short.length < trimmed.length;
  return { label: phrase(label), text: shortened ? `${short.trimEnd()}…` : trimmed, shortened };
}

function summary(referral: Referral, headline: string | null, now: Date): Phrase {
  const { code, request, state } = referral;
  const customer = request.customer.name;
  const need = headline ?? phrase('need.unknown');
  if (state.kind === 'archived') {
    return phrase('card.summary.archived', { code, customer, outcome: phrase(`outcome.${state.outcome}`) });
  }
  if (state.kind === 'active') return phrase('card.summary.active', { code, customer, owner: state.owner.name });
  if (!isBurning(state)) {
    return phrase('card.summary.new', { code, customer, need, respondBy: { moment: referral.respondBy } });
  }
  const cooled = isCooled(state, referral.urgentUntil, now);
  return phrase(cooled ? 'card.summary.cooled' : 'card.summary.urgent', { code, customer, need });
}

export function status({ state, respondBy }: Referral, { now, profile }: ViewContext): Phrase {
  if (state.kind === 'new') {
    if (now >= respondBy) {
      const at = { moment: respondBy };
      return state.owner
        ? phrase('card.status.overdue.assigned', { owner: state.owner.name, at })
        : phrase('card.status.overdue', { at });
    }
    return state.owner ? phrase('card.status.assigned', { owner: state.owner.name }) : phrase('card.status.new');
  }
  if (state.kind === 'active') {
    const values = { owner: state.owner.name, at: { moment: state.accepted.at } };
    return state.owner.name === state.accepted.by.name && !isMirrored(profile)
      ? phrase('card.status.active', values)
      : phrase('card.status.active.by', { ...values, by: doerOf(state.accepted.by, profile) });
  }
  return closedStatus(state, profile);
}

function closedStatus(state: Archived, profile: Profile): Phrase {
  if (state.outcome === 'expired') return phrase('card.status.expired', { at: { moment: state.closedAt } });
  const values = { by: doerOf(state.closed.by, profile), at: { moment: state.closed.at } };
  if (state.outcome === 'won') return phrase('card.status.won', values);
  return phrase(`card.status.${state.outcome}`, { ...values, reason: phrase(`reason.${state.reason}`) });
}

export function askedFacts({ request, respondBy, expiresAt, state }: Referral): FactView[] {
  const { customer, need } = request;
  const facts: (FactView | false)[] = [
    // Deadlines of what has been answered say nothing any more.
    state.kind === 'new' && { label: phrase('fact.respond-by'), value: { moment: respondBy } },
    state.kind === 'new' && { label: phrase('fact.expires'), value: { moment: expiresAt } },
    !!customer.size && { label: phrase('fact.size'), value: sizeOf(customer.size) },
    { label: phrase('fact.place'), value: placeOf(request) ?? phrase('place.unknown') },
    // Partner Center fills in zero where the customer said nothing.
    !!need.value?.amount && { label: phrase('fact.their-value'), value: { money: need.value } },
    !!need.closingDate && { label: phrase('fact.closing'), value: { date: need.closingDate } },
    ...contactFacts(request).slice(0, 1),
  ];
  return facts.filter((fact) => fact !== false);
}

export const given = (...texts: (string | undefined)[]): string[] => texts.flatMap((text) => text?.trim() || []);

export function contactFacts({ customer }: Referral['request']): FactView[] {
  return customer.contacts.flatMap((contact) => {
    const name = given(contact.firstName, contact.lastName).join(' ');
    const text = given(name, contact.email, contact.phone).join(', ');
    return text ? [{ label: phrase('fact.customer-contact'), value: text }] : [];
  });
}

export function dealFacts({ state, request }: Referral): FactView[] {
  const place = { label: phrase('fact.place'), value: placeOf(request) ?? phrase('place.unknown') };
  if (!('engagement' in state)) return [place, ...contactFacts(request).slice(0, 1)];
  const { engagement } = state;
  const won = state.kind === 'archived' && state.outcome === 'won';
  const facts: (FactView | false)[] = [
    { label: phrase('fact.engagement'), value: engagement.name },
    won
      ? { label: phrase('fact.final-value'), value: { money: state.finalValue } }
      : { label: phrase('fact.value'), value: { money: engagement.value } },
    won
      ? { label: phrase('fact.close-date'), value: { date: state.closeDate } }
      : { label: phrase('fact.purchase'), value: { date: engagement.purchaseDate } },
    place,
    ...contactFacts(request).slice(0, 1),
    !!engagement.crmId && { label: phrase('fact.crm'), value: engagement.crmId },
    engagement.contacts.length > 0 && {
      label: phrase('fact.contacts'),
      value: engagement.contacts.map((contact) => contact.name).join(', '),
    },
  ];
  return facts.filter((fact) => fact !== false);
}

const view = (action: CardAction, style: ActionView['style'] = 'plain', label?: Phrase): ActionView => ({
  action,
  label: label ?? phrase(`action.${action}`),
  style,
});

const snooze: SnoozeView = {
  label: phrase('action.snooze'),
  options: snoozes.map((one) => ({ snooze: one, label: phrase(`snooze.${one}`) })),
};

/** What people are told of somewhere else than on its card most often calls for; null where nothing does. */
export function buttonsElsewhere(stored: Referral, now: Date): CardButtons | null {
  const { id, code, state } = asOf(stored, now);
  if (state.kind === 'archived') return null;
  const { actions, more, snooze: pauses } = buttons(stored, now);
  const take = more.filter(({ action }) => action === 'take');
  return {
    referralId: id,
    code,
    actions: [...actions.filter(({ action }) => action !== 'details' && action !== 'edit'), ...take],
    more: [],
    ...(pauses ? { snooze: pauses } : {}),
  };
}

/** What can be done in each state; the frequent in sight, the rare in the menu. */
function buttons({ state, expiresAt }: Referral, now: Date): Pick<CardView, 'actions' | 'more' | 'snooze'> {
  const urgent = view(state.urgent ? 'unmark-urgent' : 'mark-urgent');
  if (state.kind === 'archived') {
    // What was never accepted can't be reopened once nobody could accept it any more.
    const canReopen = 'engagement' in state || now < expiresAt;
    return { actions: [view('details')], more: canReopen ? [view('reopen')] : [] };
  }
  const contacted = isBurning(state) ? [view('contacted')] : [];
  if (state.kind === 'new') {
    const take = state.owner ? [] : [view('take')];
    return {
      actions: [view('accept', 'primary'), view('decline', 'danger'), ...contacted, view('details')],
      more: [...take, view('assign'), urgent],
      snooze,
    };
  }
  const removable = state.engagement.contacts.length > 0 ? [view('remove-contact')] : [];
  return {
    actions: [view('win', 'primary'), view('lose', 'danger'), view('edit'), ...contacted, view('details')],
    more: [view('add-contact'), ...removable, view('assign', 'plain', phrase('action.hand-over')), urgent],
    snooze,
  };
}

function footnotes(referral: Referral, now: Date): Phrase[] {
  const { state } = referral;
  const notes = [phrase('card.footnote', { code: referral.code, at: { moment: referral.receivedAt } })];
  const answered = referral.state.kind !== 'new' && outcomeOf(referral.state)?.key !== 'outcome.expired';
  if (state.kind !== 'archived' && state.snoozed && now < state.snoozed.until) {
    notes.push(phrase('card.snoozed', { until: { moment: state.snoozed.until } }));
  }
  // Until the desk answers there itself.
  if (answered && referral.source.name === 'partner-center') notes.push(phrase('card.answer-there'));
  return notes;
}

export function link({ source }: Referral, { partnerCenterLink }: ViewContext): CardView['link'] {
  if (source.name !== 'partner-center') return null;
  return {
    label: phrase('card.open-there'),
    url: partnerCenterLink.replaceAll('{id}', encodeURIComponent(source.externalId)),
  };
}
