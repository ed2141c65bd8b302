/** What somebody types and chooses, by field name, on any platform; a person as `@name`, several joined by commas. */
export type Typed = Readonly<Record<string, string>>;

/** What somebody enters to accept. */
export const pilot: Typed = {
  name: 'Pilot at Contoso',
  value: '12500.50',
  currency: 'EUR',
  purchaseDate: '2099-03-31',
  notes: 'Talk to Sue.',
};

type Action = 'accept' | 'decline' | 'edit' | 'add-contact' | 'win' | 'lose';

export interface Flow {
  readonly name: string;
  /** What Anna does before. */
  readonly before: readonly Action[];
  readonly action: Action;
  readonly typed: Typed;
  /** What the card says then, the line under it, the event in the history, and what Anna is told. */
  readonly shows: string;
  readonly line: string;
  readonly event: string;
  readonly told: string;
}

/** What one person does with a form, and what everybody sees of it. */
export const flows: readonly Flow[] = [
  {
    name: 'accept',
    before: [],
    action: 'accept',
    typed: pilot,
    shows: 'Active · Anna Keller is on it',
    line: 'Anna Keller accepted',
    event: 'accepted',
    told: 'You accepted',
  },
  {
    name: 'decline',
    before: [],
    action: 'decline',
    typed: { reason: 'others', notes: 'Not for us.' },
    shows: 'Declined · Anna Keller',
    line: 'Anna Keller declined: Others',
    event: 'declined',
    told: 'You declined',
  },
  {
    name: 'edit',
    before: ['accept'],
    action: 'edit',
    typed: { value: '99000', crmId: 'CRM-7' },
    shows: 'CRM-7',
    line: 'Anna Keller changed the value and the CRM ID',
    event: 'edited',
    told: 'is changed',
  },
  {
    name: 'add a contact',
    before: ['accept'],
    action: 'add-contact',
    typed: { name: 'Sue Lim', email: 'sue@northwind.example' },
    shows: 'Sue Lim',
    line: 'Anna Keller added a contact',
    event: 'contact-added',
    told: 'The contact is added',
  },
  {
    name: 'win',
    before: ['accept'],
    action: 'win',
    typed: { finalValue: '12000' },
    shows: 'Won · Anna Keller',
    line: 'Anna Keller marked it as won 🏆',
    event: 'won',
    told: 'won!',
  },
  {
    name: 'lose',
    before: ['accept'],
    action: 'lose',
    typed: { reason: 'chose-another-vendor' },
    shows: 'Lost · Anna Keller',
    line: 'Anna Keller marked it as lost: Customer chose another vendor',
    event: 'lost',
    told: ': lost.',
  },
];

export interface WrongFields {
  readonly name: string;
  readonly action: Action | 'assign';
  /** Of a new referral, or of one that was accepted. */
  readonly of: 'open' | 'taken';
  readonly typed: Typed;
  /** What stands at which field. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Where Chloe isn't listed among a profile's people, and Gina is a guest. */
export const wrongFields: readonly WrongFields[] = [
  {
    name: 'a purchase in the past',
    action: 'accept',
    of: 'open',
    typed: { ...pilot, purchaseDate: '2001-01-01' },
    errors: { purchaseDate: 'Choose today or a later date.' },
  },
  {
    name: 'a guest as a colleague',
    action: 'accept',
    of: 'open',
    typed: { ...pilot, contacts: '@gina' },
    errors: { contacts: 'full member' },
  },
  {
    name: 'three decimals, and a purchase in the past',
    action: 'accept',
    of: 'open',
    typed: { ...pilot, value: '1.005', purchaseDate: '2001-01-01' },
    errors: { value: 'two decimals', purchaseDate: 'Choose today or a later date.' },
  },
  {
    name: 'others without a word',
    action: 'decline',
    of: 'open',
    typed: { reason: 'others' },
    errors: { notes: 'This is required.' },
  },
  {
    name: 'a contact that nobody can reach',
    action: 'add-contact',
    of: 'taken',
    typed: { name: 'Sue' },
    errors: { email: 'Give an e-mail address or a phone number.' },
  },
  {
    name: 'no telephone number',
    action: 'add-contact',
    of: 'taken',
    typed: { name: 'Sue', phone: 'call me' },
    errors: { phone: 'not a phone number' },
  },
  {
    name: 'closed in the future',
    action: 'win',
    of: 'taken',
    typed: { finalValue: '12000', currency: 'EUR', closeDate: '2099-01-01' },
    errors: { closeDate: 'an earlier date' },
  },
  { name: 'a guest as an owner', action: 'assign', of: 'open', typed: { to: '@gina' }, errors: { to: 'full member' } },
  {
    name: 'an unlisted owner',
    action: 'assign',
    of: 'open',
    typed: { to: '@chloe' },
    errors: { to: 'who may act on referrals' },
  },
];
