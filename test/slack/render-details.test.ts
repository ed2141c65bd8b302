import fc from 'fast-check';
import { detailsView } from '../../src/application/referral-details.js';
import { type Language, languages } from '../../src/domain/profile.js';
import { eventTypes, type HistoryEvent, type Referral } from '../../src/domain/referral.js';
import { validateView } from '../../src/playground/slack/blocks/validate.js';
import { limits } from '../../src/slack/limits.js';
import { detailsModal } from '../../src/slack/render-details.js';
import { extremes, hostile } from '../support/extremes.js';
import { anna, aReferral, bruno, later, profile } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';
import { markupIn, textsIn } from './seen.js';

const partnerCenterLink = 'https://partner.example/{id}';
const modal = ({ referral, now }: Situation, language: Language = 'en') =>
  detailsModal(
    { language, timeZone: 'Europe/Paris' },
    referral.code,
    detailsView(referral, { profile, now, partnerCenterLink }),
  );
const texts = (situation: Situation, language?: Language) =>
  textsIn(modal(situation, language).blocks).map((t) => t.text);
const noted = (notes: string): Situation => {
  const { request } = aReferral();
  return { referral: aReferral({ request: { ...request, need: { ...request.need, notes } } }), now: later(0) };
};
const ownLink = /<https:\/\/partner\.example\/\w+\|[^<>|]+>/;
const isRoomy = (view: unknown) => Buffer.byteLength(JSON.stringify(view)) <= limits.view.jsonBytes;

describe('“Show all”', () => {
  const all = languages.flatMap((language) => [
    ...Object.entries(situations).map(([name, situation]) => [`${name}, ${language}`, situation, language] as const),
    ...Object.entries(extremes).flatMap(([data, made]) =>
      Object.entries(made).map(([name, situation]) => [`${data}, ${name}, ${language}`, situation, language] as const),
    ),
  ]);
  test.each(all)('%s: Slack takes it', (_name, situation, language) => {
    const view = modal(situation, language);
    expect(validateView(view)).toEqual([]);
    expect(isRoomy(view)).toBe(true);
    const wrong = textsIn(view.blocks).filter(({ type, text, emoji }) =>
      type === 'mrkdwn' ? markupIn(text, ownLink).length > 0 : emoji !== false,
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ['one long word', 'x'.repeat(100_000)],
    ['sentences', 'All work and no play makes Jack a dull boy. '.repeat(2_300).trim()],
    ['short lines', 'Line\n'.repeat(20_000).trim()],
    ['a break just past half of every piece', `${'x'.repeat(1_600)} ${'y'.repeat(1_600)} `.repeat(31).trim()],
    ['families of emoji', '👨‍👩‍👧‍👦'.repeat(9_000)],
    ['hostile text', hostile.repeat(Math.floor(100_000 / hostile.length))],
    ['letters of three bytes', '漢'.repeat(65_000)],
  ])('shows 100 KB whole and in order: %s', (_name, notes) => {
    const view = modal(noted(notes));
    const visible = (text: string) => text.replaceAll(/\s|(?!\s)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
    const sections = textsIn(view.blocks)
      .filter(({ type }) => type === 'plain_text')
      .slice(1);
    const shown = sections.map(({ text }) => visible(text)).join('');
    // No comparison of the texts themselves, so that a failure doesn't print 100 KB twice.
    expect(shown.length).toBe(visible(notes).length + visible(needs).length);
    expect(shown.endsWith(visible(notes))).toBe(true);
    expect(validateView(view)).toEqual([]);
    expect(isRoomy(view)).toBe(true);
  });
  const needs = 'Dynamics 365 for Field Service · Dynamics 365 Enterprise · Deployment or Migration';

  test('pieces are cut between characters as a reader sees them, at words where there are some', () => {
    const family = '👨‍👩‍👧‍👦';
    const parts = texts(noted(family.repeat(900))).filter((text) => text.includes('👨'));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join('').replaceAll(family, '')).toBe('');
    const words = texts(noted('word '.repeat(2_000))).filter((text) => text.includes('word word'));
    expect(words.every((part) => part.startsWith('word') && part.endsWith('word'))).toBe(true);
  });

  test('any text is cut without losing a letter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 1 }),
        fc.nat(800),
        (parts, n) => {
          const notes = `<${parts.join(' ').repeat(n)}>`;
          if (notes.length > 100_000) return;
          const view = modal(noted(notes));
          const shown = textsIn(view.blocks)
            .filter(({ type }) => type === 'plain_text')
            .slice(2);
          const letters = (text: string) => text.replaceAll(/\s|\p{Cc}|\p{Cf}/gu, '').length;
          expect(shown.reduce((sum, { text }) => sum + letters(text), 0)).toBe(letters(notes));
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each([
    ['200,000 plain characters', () => noted('x'.repeat(200_000)), false],
    ['200,000 that take a byte more as JSON', () => noted('"'.repeat(200_000)), true],
    ['120,000 of three bytes', () => noted('漢'.repeat(120_000)), true],
    ['2,000 contacts', () => crowd(2_000), true],
  ])('says so when something is missing, and still has the history: %s', (_name, make, isMissing) => {
    const view = modal(make());
    expect(validateView(view)).toEqual([]);
    expect(isRoomy(view)).toBe(true);
    const seen = textsIn(view.blocks).map(({ text }) => text);
    expect(seen.some((text) => text.includes('more than Slack can show'))).toBe(isMissing);
    expect(seen.at(-1)).toContain('Request received');
  });

  function crowd(count: number): Situation {
    const { request } = aReferral();
    const contacts = Array.from({ length: count }, (_, index) => ({ firstName: `Person ${index}` }));
    return { referral: aReferral({ request: { ...request, customer: { name: 'Contoso', contacts } } }), now: later(0) };
  }

  test('fifty contacts, each', () => {
    const seen = texts({ ...crowd(50), now: later(0) }).join('\n');
    for (let index = 0; index < 50; index += 1) expect(seen).toContain(`Person ${index}`);
  });

  test('a name, an address and a value too long for a card are whole here', () => {
    const name = `Contoso ${'and Sons '.repeat(100)}Ltd`;
    const { request } = aReferral();
    const customer = { ...request.customer, name, address: { line1: `${'Long Street '.repeat(50)}7` } };
    const seen = texts({ referral: aReferral({ request: { ...request, customer } }), now: later(0) });
    expect(seen).toContain(name);
    expect(seen.some((text) => text.endsWith('Long Street 7'))).toBe(true);
  });

  test.each<[string, readonly string[]]>([
    [
      'new',
      [
        '*Customer*\nContoso Customer Inc',
        '*Size*\n10–50 employees',
        '*Source*\nPartner Center',
        'In their words',
        '<https://partner.example/61c65491|Open in Partner Center>',
      ],
    ],
    [
      'with contacts',
      ['*Engagement*\nSupply chain on Dynamics 365', 'Ida Lund, ida@desk.example', 'Wants a pilot first.'],
    ],
    ['won', ['*Final value*\nUS$48,000.50', '*Closed on*\n2 Mar 2026']],
    ['lost', ['*Reason*\nCustomer chose another vendor', 'Closing notes', 'They went with a neighbour.']],
    ['past its time', ['Expired · ']],
  ])('%s: holds what is known', (name, expected) => {
    const seen = texts(situations[name] as Situation).join('\n');
    for (const text of expected) expect(seen).toContain(text);
  });

  test('in the reader’s language', () => {
    const seen = texts(situations.lost as Situation, 'fr').join('\n');
    for (const text of ['Notes de clôture', 'Historique', 'Perdue', 'Le client a choisi un autre fournisseur']) {
      expect(seen).toContain(text);
    }
    expect(modal(situations.lost as Situation, 'fr')).toMatchObject({
      title: { text: 'Demande R-4K7Q2M' },
      close: { text: 'Fermer' },
    });
  });
});

describe('the history', () => {
  const withEvents = (events: readonly Partial<HistoryEvent>[]): Referral => {
    const made = events.map(
      (event, index): HistoryEvent => ({
        type: 'edited',
        at: later(index * 60_000),
        version: index + 1,
        by: anna,
        fields: ['name'],
        commandId: `c-${index}`,
        ...event,
      }),
    );
    return aReferral({ history: made });
  };

  test('newest first, each with who, when, what and where from', () => {
    const seen =
      texts(situations.lost as Situation)
        .at(-1)
        ?.split('\n') ?? [];
    expect(seen.map((line) => line.replace(/<[^>]+>/, 'AT'))).toEqual([
      '• AT · Anna Berg marked it as lost: Customer chose another vendor · Slack',
      '• AT · Anna Berg accepted · Slack',
      '• AT · Request received',
    ]);
  });

  test.each([
    [{ fields: ['name', 'value', 'notes'] }, 'Anna Berg changed the name, the value and the notes'],
    [{ type: 'assigned', to: anna }, 'Anna Berg took it'],
    [{ type: 'assigned', to: bruno }, 'Anna Berg assigned it to Bruno Caron'],
    [{ type: 'undone', undid: 'won' }, 'Anna Berg took back: won'],
    [{ type: 'received' }, 'Anna Berg logged the request'],
    [{ type: 'expired', by: null }, 'Expired: nobody answered in time'],
    [{ type: 'lost', reason: 'others' }, 'Anna Berg marked it as lost: Others'],
  ] as const)('%j', (event, expected) => {
    expect(texts({ referral: withEvents([event]), now: later(0) }).at(-1)).toContain(expected);
  });

  test.each(languages)('every type of event has words, in %s', (language) => {
    const referral = withEvents(
      eventTypes.map((type) => ({ type, undid: type, to: bruno, reason: 'others' as const })),
    );
    expect(
      texts({ referral, now: later(0) }, language)
        .at(-1)
        ?.split('\n'),
    ).toHaveLength(eventTypes.length);
  });

  test('a long one is cut at the oldest', () => {
    const referral = withEvents(Array.from({ length: 3_000 }, () => ({})));
    const view = modal({ referral, now: later(0) });
    expect(validateView(view)).toEqual([]);
    expect(
      textsIn(view.blocks)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(`<!date^${later(2_999 * 60_000).getTime() / 1000}^`);
  });
});
