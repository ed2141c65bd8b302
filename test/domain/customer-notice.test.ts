import type { Command } from '../../src/domain/commands.js';
import { customerToTell, type TellCustomer } from '../../src/domain/customer-notice.js';
import type { CustomerContact } from '../../src/domain/customer-request.js';
import { decide } from '../../src/domain/lifecycle.js';
import { receive } from '../../src/domain/receive.js';
import { type CloseReason, closeReasons, type Referral } from '../../src/domain/referral.js';
import { actor, anna, aReferral, hours, later, profile, start } from '../support/referrals.js';

const sue = { firstName: 'Sue', email: 'sue@contoso.example' };
const request = (contacts: CustomerContact[], consent: boolean | null): Referral['request'] => {
  const { request: base } = aReferral();
  return {
    ...base,
    customer: { ...base.customer, contacts },
    consent: consent === null ? {} : { contact: consent },
  };
};
const who = (contacts: CustomerContact[], consent: boolean | null = true, choice: TellCustomer = 'own', name = 'crm') =>
  customerToTell(
    { request: request(contacts, consent), source: { name, externalId: '1' } },
    { type: 'declined' },
    choice,
  )?.email ?? null;

describe('who is told', () => {
  test.each<[string, string | null, string | null]>([
    ['the contact', who([sue]), sue.email],
    ['an address with spaces around it', who([{ email: ' sue@contoso.example ' }]), sue.email],
    [
      'the first who can be reached',
      who([{ phone: '1' }, { email: 'none' }, sue, { email: 'b@c.example' }]),
      sue.email,
    ],
    ['nobody without an address', who([{ firstName: 'Sue' }]), null],
    ['nobody at what is no single address', who([{ email: 'a@b.example, c@d.example' }]), null],
    ['nobody at an address with a newline', who([{ email: 'a@b.example>\r\nRCPT TO:<c@d.example' }]), null],
    ['nobody who switched notifications off', who([{ ...sue, disableNotifications: true }]), null],
    ['nobody who did so once', who([sue, { email: 'SUE@contoso.example', disableNotifications: true }]), null],
    ['a colleague of theirs', who([{ ...sue, disableNotifications: true }, { email: 'b@c.example' }]), 'b@c.example'],
    ['nobody without consent', who([sue], false), null],
    ['nobody whose consent is unknown', who([sue], null), null],
    ['nobody from Partner Center', who([sue], true, 'own', 'partner-center'), null],
    ['those too, where the profile says always', who([sue], true, 'always', 'partner-center'), sue.email],
    ['nobody, where it says never', who([sue], true, 'never'), null],
  ])('%s', (_name, told, expected) => expect(told).toBe(expected));
});

describe('what a change owes', () => {
  const own = aReferral({ source: { name: 'crm', externalId: '1' } });
  const changed = (command: Command, at = later(hours(1))) => {
    const answer = decide(own, command, { actor: actor(anna), now: at, undoWindow: 30_000, tellCustomer: 'own' });
    if (answer.kind !== 'changed') throw new Error(answer.kind);
    return answer;
  };

  test.each<[CloseReason, boolean]>(
    closeReasons.map((reason) => [reason, !['not-a-customer', 'abuse-spam-phishing'].includes(reason)]),
  )('a decline for %s tells the customer: %s, after the undo window', (reason, told) => {
    const { effects, held } = changed({ id: 'd', type: 'decline', reason, notes: 'x' });
    const mail = { effect: { kind: 'tell-customer', version: 2 }, until: later(hours(1) + 30_000) };
    expect(held).toEqual(told ? [mail] : undefined);
    expect(effects.map(({ kind }) => kind)).not.toContain('tell-customer');
  });

  test('an expiry tells the customer at once, whoever noticed it', () => {
    const { effects, held } = changed({ id: 'e', type: 'expire' }, own.expiresAt);
    expect(effects).toContainEqual({ kind: 'tell-customer', version: 2 });
    expect(held).toBeUndefined();
  });

  test('nothing else does', () => {
    const { effects, held } = changed({ id: 'm', type: 'mark-urgent' });
    expect([...effects, ...(held ?? [])].map((one) => JSON.stringify(one))).not.toContainEqual(
      expect.stringContaining('tell-customer'),
    );
  });

  test("a new request is mailed to the profile's contacts, one that has expired on arrival to nobody", () => {
    const mailTo = [{ address: 'lea@contoso.example', language: 'fr' } as const];
    const arrival = { ...own, dates: {}, now: start };
    expect(receive({ ...arrival, profile: { ...profile, mailTo } }).effects).toEqual([
      { kind: 'sync-cards' },
      { kind: 'mail-contacts', version: 1 },
    ]);
    expect(receive({ ...arrival, profile }).effects).toEqual([{ kind: 'sync-cards' }]);
    const dates = { createdAt: later(-hours(900)), expiresAt: later(-hours(1)) };
    expect(receive({ ...arrival, dates, profile: { ...profile, mailTo } }).effects).toEqual([]);
  });
});
