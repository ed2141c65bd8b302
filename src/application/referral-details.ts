import type { Referral } from '../domain/referral.js';
import type { DetailsView, FactView, TextView } from './card-view.js';
import type { Phrase } from './phrase.js';
import { longestPlacePart } from './plain-text.js';
import { askedFacts, asOf, contactFacts, dealFacts, given, link, status, type ViewContext } from './referral-view.js';
import { asWords, eventPhrase, needsOf, phrase, sourceOf } from './wording.js';

/** Facts of the card that “Show all” gives in full, in another place. */
const elsewhere = new Set<string>(['fact.place', 'fact.customer-contact', 'fact.contacts']);

/** Everything, for “Show all” and `/deals show`: whole texts, every contact, the history newest first. */
export function detailsView(stored: Referral, context: ViewContext): DetailsView {
  const referral = asOf(stored, context.now);
  const { request, state, history } = referral;
  const { address } = request.customer;
  const whole = (label: Phrase, text: string | undefined): TextView[] =>
    text?.trim() ? [{ label, text: text.trim(), shortened: false }] : [];
  // Beside the others a long name of a town is shortened.
  const long = [address?.city, address?.state, address?.region].filter(
    (part) => (part?.length ?? 0) > longestPlacePart,
  );
  const lines = given(address?.line1, address?.line2, address?.postalCode, ...long).join(', ');
  const industries = given(...request.need.industries);
  const facts: (FactView | false)[] = [
    { label: phrase('field.customer'), value: request.customer.name },
    ...askedFacts(referral).filter((fact) => fact.label.key !== 'fact.customer-contact'),
    lines !== '' && { label: phrase('fact.address'), value: lines },
    ...contactFacts(request),
    industries.length > 0 && { label: phrase('fact.industries'), value: industries.map(asWords).join(', ') },
    !!request.invitation?.organization?.trim() && {
      label: phrase('fact.invited-by'),
      value: request.invitation.organization,
    },
    ...(state.kind === 'new' ? [] : dealFacts(referral).filter((fact) => !elsewhere.has(fact.label.key))),
    'reason' in state && { label: phrase('fact.reason'), value: phrase(`reason.${state.reason}`) },
    { label: phrase('fact.source'), value: sourceOf(referral) },
  ];
  return {
    title: phrase('card.title', { customer: request.customer.name }),
    status: status(referral, context),
    facts: facts.filter((fact) => fact !== false),
    texts: [
      ...whole(phrase('card.need'), needsOf(request).join(' · ')),
      ...whole(phrase('card.words'), request.need.notes),
      ...whole(phrase('card.invitation'), request.invitation?.notes),
      ...('engagement' in state ? whole(phrase('card.notes'), state.engagement.notes) : []),
      ...('reason' in state ? whole(phrase('card.closing-notes'), state.notes) : []),
      ...('engagement' in state
        ? whole(
            phrase('fact.contacts'),
            state.engagement.contacts.map((c) => [c.name, c.email, c.phone].filter(Boolean).join(', ')).join('\n'),
          )
        : []),
    ],
    history: [...history].reverse().map((event) =>
      event.by
        ? phrase('event.at-from', {
            at: { moment: event.at },
            event: eventPhrase(event, referral),
            platform: phrase(`event.from-${event.by.platform}`),
          })
        : phrase('event.at', { at: { moment: event.at }, event: eventPhrase(event, referral) }),
    ),
    link: link(referral, context),
  };
}
