import type { ReachableCustomer } from '../domain/customer-notice.js';
import type { Language, MailContact, Profile } from '../domain/profile.js';
import type { HistoryEvent, Referral } from '../domain/referral.js';
import type { FactView } from './card-view.js';
import type { Mail } from './mail.js';
import { headlineOf, phrase, placeOf } from './wording.js';

type Body = Omit<Mail, 'id' | 'at'>;

/**
 * Tells a customer to choose a different partner. Holds not one word that came with the request, their name included:
 * whoever typed it need not be the one whose address it is, and this must never become a way to send them texts.
 */
export function customerMail(
  referral: Referral,
  event: HistoryEvent,
  profile: Profile,
  { email, locale }: ReachableCustomer,
): Body {
  const date = { date: referral.createdAt.toISOString().slice(0, 10) };
  return {
    to: email,
    reader: { language: languageOf(locale), timeZone: profile.timeZone },
    subject: phrase('mail.customer.subject', { date }),
    urgent: false,
    alert: null,
    paragraphs: [
      phrase('mail.customer.hello'),
      event.type === 'expired' ? phrase('mail.customer.expired', { date }) : phrase('mail.customer.declined', { date }),
      phrase('mail.customer.choose'),
      phrase('mail.customer.reference', { code: referral.code }),
    ],
    facts: [],
    advice: null,
    link: null,
    closing: phrase('mail.customer.regards'),
    footer: phrase('mail.customer.why'),
  };
}

/** Tells a profile's contact of a new request, without its notes: those are for the chat. `url`: of its card. */
export function contactMail(referral: Referral, profile: Profile, contact: MailContact, url: string | null): Body {
  const { request, code, state, respondBy } = referral;
  const customer = request.customer.name;
  const need = headlineOf(request);
  const place = placeOf(request);
  const { value } = request.need;
  const urgent = state.kind === 'new' && state.urgent !== null;
  const answerBy = phrase('mail.contact.moment', { at: { moment: respondBy }, zone: profile.timeZone });
  const facts: (FactView | false)[] = [
    need !== null && { label: phrase('card.need'), value: need },
    place !== null && { label: phrase('fact.place'), value: place },
    // Partner Center fills in zero where the customer said nothing.
    !!value?.amount && { label: phrase('fact.their-value'), value: { money: value } },
    { label: phrase('fact.respond-by'), value: answerBy },
  ];
  return {
    to: contact.address,
    reader: { language: contact.language, timeZone: profile.timeZone },
    subject: urgent
      ? phrase('mail.contact.subject.urgent', { code, customer })
      : phrase('mail.contact.subject', { code, customer }),
    urgent,
    alert: urgent ? phrase('card.alert.now') : null,
    paragraphs: [phrase('mail.contact.new', { code, customer, profile: profile.name })],
    facts: facts.filter((fact) => fact !== false),
    advice: phrase('mail.contact.answer'),
    link: url === null ? null : { text: phrase('card.open'), url },
    closing: null,
    footer: phrase('mail.contact.why', { profile: profile.name }),
  };
}

/** French for every kind of French, else English; the tag is whatever a customer's system wrote. */
function languageOf(locale: string | undefined): Language {
  return /^fr(?![a-z])/i.test(locale?.trim() ?? '') ? 'fr' : 'en';
}
