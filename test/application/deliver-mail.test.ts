import type { Command } from '../../src/domain/commands.js';
import type { CustomerContact } from '../../src/domain/customer-request.js';
import { decide } from '../../src/domain/lifecycle.js';
import type { Profile } from '../../src/domain/profile.js';
import { receive } from '../../src/domain/receive.js';
import type { Referral, ReferralId } from '../../src/domain/referral.js';
import { smtpMailer } from '../../src/notices/smtp-mailer.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { SmtpFixture } from '../fakes/smtp.js';
import { actor, anna, aReferral, profile as baseProfile, hours, later } from '../support/referrals.js';
import type { TestDesk } from './desk.js';
import { onFreshDesks } from './fresh-desks.js';

const decline: Command = { id: 'd1', type: 'decline', reason: 'requirement-not-met', notes: 'Not our field.' };
const undo: Command = { id: 'u1', type: 'undo', of: 'd1' };
const sue = { firstName: 'Sue', lastName: 'Smith', email: 'sue.smith@contoso.example' };

let storage: Storage;
let desk: TestDesk;
let smtp: SmtpFixture;
onFreshDesks((fresh, its) => {
  desk = fresh;
  storage = its;
});
beforeEach(async () => {
  smtp = await new SmtpFixture().start();
});
afterEach(async () => {
  await desk.stop();
  await smtp.close();
});

const go = (profile: Partial<Profile> = {}) => {
  const sender = { name: 'Contoso Partners', address: 'partners@contoso.example' };
  return desk.start({ mailer: smtpMailer(smtp.url, sender), profile });
};
const from = (contacts: readonly CustomerContact[]): Pick<Referral, 'request'> => {
  const { request } = aReferral();
  return { request: { ...request, customer: { ...request.customer, contacts: [...contacts] } } };
};
const nothingLeft = async () => {
  expect(await storage.deliveries.nextDueAt([])).toBeNull();
  expect(await storage.outbox.owing(later(hours(1_000)), 10)).toEqual([]);
};

describe('the customer is told', () => {
  test('of a decline, once the undo window is over, and once', async () => {
    go();
    const { id, code } = await desk.receive();
    await desk.command(id, decline);
    await desk.pass(29);
    expect(smtp.taken).toEqual([]);
    await desk.pass(2);
    expect(smtp.taken).toEqual([expect.objectContaining({ to: ['sue.smith@contoso.example'] })]);
    const { parsed } = smtp.taken[0] ?? {};
    expect(parsed?.subject).toBe('Your request of 2 Mar 2026: please choose a different partner');
    for (const form of [parsed?.text, parsed?.html as string]) {
      expect(form).toContain('can’t take it on');
      expect(form).toContain('Please choose a different partner');
      expect(form).toContain(code);
      expect(form).toContain('Contoso Partners');
    }
    await desk.pass(120);
    expect(smtp.taken).toHaveLength(1);
    await nothingLeft();
  });

  test('in their language, else in English', async () => {
    const hellos = [
      ['fr', 'Bonjour,'],
      ['fr-CA', 'Bonjour,'],
      ['FR_be', 'Bonjour,'],
      ['fry', 'Hello,'],
      ['en-US', 'Hello,'],
      ['de-DE', 'Hello,'],
      ['\r\nX: y', 'Hello,'],
      [undefined, 'Hello,'],
    ] as const;
    go({ undoWindow: 0 });
    for (const [n, [locale]] of hellos.entries()) {
      const { id } = await desk.receive(from([{ ...sue, email: `sue${n}@x.example`, ...(locale ? { locale } : {}) }]));
      await desk.command(id, decline);
    }
    await desk.pass(31);
    const said = hellos.map(([locale], n) => {
      const [mail, ...more] = smtp.taken.filter(({ to }) => to[0] === `sue${n}@x.example`);
      expect(more).toEqual([]);
      return [locale, mail?.parsed.text?.split('\n')[0]];
    });
    expect(said).toEqual(hellos);
  });

  test('of an expiry, at once', async () => {
    go();
    const { id } = await desk.receive({ ...from([{ ...sue, locale: 'fr-FR' }]), expiresAt: later(10_000) });
    await desk.pass(10);
    const referral = (await storage.referrals.byId(id)) as Referral;
    const circumstances = { actor: null, now: desk.clock.now(), undoWindow: 30_000, tellCustomer: 'own' } as const;
    const answer = decide(referral, { id: 'e1', type: 'expire' }, circumstances);
    if (answer.kind !== 'changed') throw new Error('not expired');
    await storage.referrals.save({ ...answer, event: answer.recorded.event });
    await desk.pass(31);
    expect(smtp.taken.map(({ parsed }) => parsed.text)).toEqual([expect.stringContaining('elle a maintenant expiré')]);
  });

  test('with nothing that came with the request', async () => {
    go();
    const texts = { notes: 'https://evil.example buy', name: 'Evil <b>Inc</b>' };
    const { request } = aReferral();
    const { id } = await desk.receive({
      request: {
        ...request,
        customer: {
          ...request.customer,
          name: texts.name,
          contacts: [{ ...sue, firstName: 'Buy\r\nBcc: x@y.example' }],
        },
        need: { ...request.need, notes: texts.notes, solutions: ['Secret solution'] },
      },
    });
    await desk.command(id, decline);
    await desk.pass(31);
    const [taken] = smtp.taken;
    const all = `${taken?.raw}${taken?.parsed.text}${taken?.parsed.html}`;
    for (const word of ['evil', 'Evil', 'Buy', 'Bcc', 'Smith', 'Secret', 'Not our field', 'Anna'])
      expect(all).not.toContain(word);
    expect(taken?.to).toEqual([sue.email]);
  });
});

describe('the customer is not told', () => {
  test('of a decline that was undone', async () => {
    go();
    const { id } = await desk.receive();
    await desk.command(id, decline);
    await desk.pass(20);
    await desk.command(id, undo);
    await desk.pass(120);
    expect(smtp.begun).toEqual([]);
    expect((await storage.referrals.byId(id))?.state.kind).toBe('new');
    await nothingLeft();
  });

  test('twice: an undo that comes while the mail is on its way is too late', async () => {
    go();
    const { id } = await desk.receive();
    const declined = await desk.command(id, decline);
    await desk.pass(31);
    const circumstances = { actor: actor(anna), now: later(29_000), undoWindow: 30_000, tellCustomer: 'own' } as const;
    const answer = decide(declined, undo, circumstances);
    if (answer.kind !== 'changed') throw new Error('not undone');
    expect(await storage.referrals.save({ ...answer, event: answer.recorded.event })).toBe('already-sent');
  });

  test('of a decline that a manager took back before the mail went', async () => {
    go();
    const { id } = await desk.receive();
    await desk.command(id, decline);
    await desk.pass(10);
    await desk.command(id, { id: 'r1', type: 'reopen' });
    await desk.pass(120);
    expect(smtp.begun).toEqual([]);
    await nothingLeft();
  });

  test('once the profile says never', async () => {
    go({ tellCustomer: 'never' });
    const { id } = await desk.receive();
    await desk.command(id, decline);
    await desk.pass(120);
    expect(smtp.begun).toEqual([]);
    await nothingLeft();
  });
});

describe('when the mail does not go through', () => {
  const declined = async () => {
    go();
    const { id } = await desk.receive();
    await desk.command(id, decline);
    return id;
  };

  test('a refusal for the moment is tried again', async () => {
    smtp.refuse('connect', 421);
    smtp.refuse('to', 451);
    smtp.refuse('data', 452);
    await declined();
    await desk.pass(60);
    expect(smtp.taken).toHaveLength(1);
    await nothingLeft();
  });

  test('an address that is refused for good is given up', async () => {
    smtp.refuse('to', 550);
    await declined();
    await desk.pass(300);
    expect(smtp.taken).toEqual([]);
    expect(smtp.begun.filter((step) => step === 'to')).toHaveLength(1);
    const destination = { platform: 'mail', kind: 'person', id: 'customer' };
    expect(await storage.deliveries.buried()).toEqual([{ destination, reason: 'address-refused-smtp-550', count: 1 }]);
  });

  test('in doubt it is sent once more after a minute, as the same mail', async () => {
    smtp.refuse('data', 'hang up', { kept: true });
    await declined();
    await desk.pass(80);
    expect(smtp.taken).toHaveLength(1);
    await desk.pass(30);
    expect(smtp.taken).toHaveLength(2);
    expect(smtp.taken[1]?.raw).toBe(smtp.taken[0]?.raw);
    await desk.pass(300);
    expect(smtp.taken).toHaveLength(2);
    await nothingLeft();
  });

  test('in doubt twice it is given up, so that nobody gets it again and again', async () => {
    smtp.refuse('data', 'hang up', { kept: true });
    smtp.refuse('data', 'hang up', { kept: true });
    await declined();
    await desk.pass(300);
    expect(smtp.taken).toHaveLength(2);
    expect(await storage.deliveries.buried()).toEqual([expect.objectContaining({ reason: 'fate-unknown' })]);
  });

  test('a doubt, and then a server that is away: it goes out when that is back', async () => {
    smtp.refuse('data', 'hang up');
    for (let i = 0; i < 4; i += 1) smtp.refuse('connect', 421);
    await declined();
    await desk.pass(300);
    expect(smtp.taken).toHaveLength(1);
    await nothingLeft();
  });
});

describe("the profile's contacts", () => {
  const mailTo = [
    { address: 'lea@contoso.example', language: 'fr' },
    { address: 'Bob@contoso.example', language: 'en' },
  ] as const;

  /** As the intake takes it in. */
  const takenIn = async (changes: Partial<Profile>, overrides: Partial<Referral['request']> = {}) => {
    const profile = { ...baseProfile, slackChannels: ['C1'], mailTo, ...changes };
    const { referral, effects } = receive({
      request: { ...aReferral().request, ...overrides },
      source: { name: 'partner-center', externalId: '1' },
      dates: {},
      profile,
      id: 'r-new' as ReferralId,
      code: 'R-000001',
      now: desk.clock.now(),
    });
    const dispatcher = go({ mailTo, ...changes });
    await storage.referrals.create(referral, effects);
    dispatcher.poke(referral.id);
    return referral;
  };
  const to = (address: string) => smtp.taken.find((taken) => taken.to[0] === address)?.parsed;

  test('each get a new request in their language, with a link to its card and without the notes', async () => {
    const { id } = await takenIn({});
    await desk.pass(10);
    expect(smtp.taken).toHaveLength(2);
    const card = (await storage.cards.cards(id)).get('slack-C1');
    const link = `https://chat.example/C1/${card?.id}`;
    expect(to('lea@contoso.example')?.subject).toBe('Nouvelle demande R-000001 : Contoso Customer Inc');
    const english = to('Bob@contoso.example');
    expect(english?.subject).toBe('New request R-000001 from Contoso Customer Inc');
    expect(english?.text).toContain('What they need: Dynamics 365 for Field Service');
    expect(english?.text).toContain('Place: Redmond, WA, United States');
    expect(english?.text).toContain('Answer by: 3 Mar 2026 at 10:00 (Europe/Berlin)\n');
    expect(english?.text).toContain(link);
    expect(english?.html).toContain(`href="${link}"`);
    expect(`${smtp.taken.map(({ raw, parsed }) => raw + parsed.text + parsed.html)}`).not.toContain('supply chain');
    await desk.pass(120);
    expect(smtp.taken).toHaveLength(2);
    await nothingLeft();
  });

  test('an urgent one says so, also by its importance', async () => {
    await takenIn({}, { contactMeDirectly: true });
    await desk.pass(10);
    const taken = smtp.taken.find((one) => one.to[0] === 'Bob@contoso.example');
    expect(taken?.parsed.subject).toBe('🔥 Urgent: new request R-000001 from Contoso Customer Inc');
    expect(taken?.raw).toMatch(/^Importance: high\r$/m);
  });

  test('no name adds a header or a line', async () => {
    const { customer } = aReferral().request;
    const name = 'Evil\r\nBcc: x@y.example\r\n\r\n<script>alert(1)</script>\u202e';
    await takenIn({}, { customer: { ...customer, name } });
    await desk.pass(10);
    const taken = smtp.taken.find((one) => one.to[0] === 'Bob@contoso.example');
    expect(taken?.to).toHaveLength(1);
    expect(taken?.parsed.bcc).toBeUndefined();
    expect(taken?.parsed.subject).toBe('New request R-000001 from Evil Bcc: x@y.example <script>alert(1)</script>');
    expect(taken?.parsed.html).toContain('Evil Bcc: x@y.example &lt;script&gt;');
  });

  test('do not depend on the chat: after a minute without a card the mail goes without a link', async () => {
    desk.messenger.closed.add('C1');
    await takenIn({});
    await desk.pass(55);
    expect(smtp.taken).toEqual([]);
    await desk.pass(10);
    expect(smtp.taken).toHaveLength(2);
    expect(smtp.taken[0]?.parsed.text).not.toContain('chat.example');
  });

  test('a profile without channels waits for no card', async () => {
    await takenIn({ slackChannels: [] });
    await desk.pass(1);
    expect(smtp.taken).toHaveLength(2);
  });

  test('are not called for what somebody accepted meanwhile', async () => {
    smtp.refuse('connect', 421);
    smtp.refuse('connect', 421);
    const { id } = await takenIn({});
    await desk.idle();
    await desk.command(id, decline);
    await desk.pass(120);
    expect(smtp.taken).toEqual([]);
  });

  test('one refused address does not keep the others from theirs', async () => {
    smtp.refuse('to', 550);
    await takenIn({});
    await desk.pass(60);
    expect(smtp.taken).toHaveLength(1);
    expect(await storage.deliveries.buried()).toHaveLength(1);
  });
});
