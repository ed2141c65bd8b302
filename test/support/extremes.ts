import type { CustomerRequest } from '../../src/domain/customer-request.js';
import type { Referral } from '../../src/domain/referral.js';
import { aReferral, engagement } from './referrals.js';
import { accept, after, type Situation, situationsOf } from './situations.js';

/** What somebody may write who means no good, or doesn't know better. */
export const hostile = [
  '<!channel> <!here> <@U0ANNA> <#C0INBOX>',
  '<https://evil.example|click here>',
  '&lt;!channel&gt; &amp;lt; &',
  '*bold* _italic_ ~struck~ `code` ```block```',
  ':fire: :+1: :wave::skin-tone-2: :été: :tada',
  '<!date^0^{date}|today>',
  '\u202egnp.exe \u202dLRO\u202c \u2066isolated\u2069',
  'zero\u200b\u200c\u200d\ufeffwidth',
  'one\ntwo\r\nthree\u2028four\rfive',
  '> quoted\n• listed\n1. counted',
  'nul\u0000 bell\u0007 escape\u001b[31m',
  '"quotes" \\backslashes\\ {braces} {{twice}} \'apostrophes\'',
  '{customer} <b>tag</b> $& $1 %s',
].join(' ');

const family = '👨‍👩‍👧‍👦';
const repeated = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);

/** Every text that a request can hold, made of one. */
function filledWith(text: (length: number) => string, contacts: number): CustomerRequest {
  const name = text(1_000);
  const person = { firstName: name, lastName: name, email: name, phone: name, locale: 'fr' };
  return {
    customer: {
      name,
      size: name,
      address: { line1: name, line2: name, city: name, state: name, postalCode: name, country: name, region: name },
      contacts: Array.from({ length: contacts }, () => person),
    },
    need: {
      notes: text(20_000),
      industries: [name, name],
      products: [name, `${name}2`],
      services: [name],
      solutions: [name, `${name}3`],
      value: { amount: Number.MAX_VALUE, currency: text(500) },
      closingDate: '2026-12-31',
    },
    consent: {},
    contactMeDirectly: true,
    invitation: { organization: name, notes: text(5_000) },
    targets: [],
  };
}

const empty: CustomerRequest = {
  customer: { name: ' ', contacts: [{}] },
  need: { notes: '', industries: [''], products: [' '], services: [''], solutions: ['\u200b'] },
  consent: {},
  contactMeDirectly: false,
  targets: [],
};

/** The longest notes that a card's own people can write, in twenty contacts' company, of the text. */
function dealOf(request: CustomerRequest, text: (length: number) => string): Record<string, Situation> {
  const contacts = Array.from({ length: 20 }, (_, index) => ({ id: `k-${index}`, name: text(200), phone: '+4912345' }));
  const referral: Referral = {
    ...aReferral({ request }),
    source: { name: 'partner-center', externalId: 'x'.repeat(900) },
  };
  const own = { ...engagement, name: text(200), notes: text(3_000), crmId: text(100), contacts };
  const active = after(referral, { ...accept, engagement: own } as typeof accept);
  const notes = text(3_000);
  const now = new Date('2026-03-02T12:00:00Z');
  return {
    ...situationsOf(referral),
    active: { referral: active, now },
    lost: { referral: after(active, { id: 'c-2', type: 'lose', reason: 'others', notes }), now },
  };
}

const texts: Record<string, (length: number) => string> = {
  hostile: (length) => repeated(hostile, length),
  ampersands: (length) => '&'.repeat(length),
  quotes: (length) => '"'.repeat(length),
  colons: (length) => repeated(':a', length),
  'right to left': (length) => repeated('שלום עולם, مرحبا ', length).trim(),
  'families of emoji': (length) => repeated(family, length - (length % family.length)),
  'one endless character': (length) => `e${'\u0301'.repeat(length - 1)}`,
  'zero-width only': (length) => '\u200b'.repeat(length),
  '3,001 characters': (length) => 'x'.repeat(length === 3_000 ? 3_000 : Math.min(length, 3_001)),
};

/** Every situation with data as it hardly ever comes, by what is particular of it. */
export const extremes: Record<string, Record<string, Situation>> = {
  'nothing but a name': situationsOf(aReferral({ request: empty })),
  '100 KB of notes': situationsOf(
    aReferral({ request: { ...empty, need: { ...empty.need, notes: repeated('All work and no play. ', 100_000) } } }),
  ),
  '50 contacts': situationsOf(
    aReferral({
      request: {
        ...empty,
        customer: {
          name: 'Contoso',
          contacts: Array.from({ length: 50 }, (_, index) => ({
            firstName: `Person ${index}`,
            email: `p${index}@c.example`,
          })),
        },
      },
    }),
  ),
  ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, dealOf(filledWith(text, 3), text)])),
};

/** One of them. */
export function extreme(data: string, name: string): Referral {
  const made = extremes[data]?.[name];
  if (!made) throw new Error(`no ${name} with ${data}`);
  return made.referral;
}
