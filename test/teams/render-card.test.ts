import { cardMessage } from '../../src/application/desk-messages.js';
import { detailsView } from '../../src/application/referral-details.js';
import { cardView } from '../../src/application/referral-view.js';
import { type Language, languages } from '../../src/domain/profile.js';
import { parsePressed } from '../../src/teams/action-data.js';
import { bytesOf, limits } from '../../src/teams/limits.js';
import { renderCard } from '../../src/teams/render-card.js';
import { renderDetails } from '../../src/teams/render-details.js';
import { renderMessage } from '../../src/teams/render-message.js';
import { turnsIn } from '../support/directions.js';
import { extremes } from '../support/extremes.js';
import { aReferral, profile } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';
import { markupIn, nodesIn, problemsIn, textsIn } from './adaptive-cards.js';

const partnerCenterLink = 'https://partner.example/referrals/{id}?a=1&b=2';
const contextOf = ({ now }: Situation, language: Language = 'en') => ({
  profile: { ...profile, language },
  now,
  partnerCenterLink,
});
const render = (situation: Situation, language: Language = 'en') =>
  renderMessage(cardMessage(situation.referral, contextOf(situation, language)), profile.timeZone);
const reader = { language: 'en', timeZone: 'Europe/Berlin' } as const;
const cards = languages.flatMap((language) => [
  ...Object.entries(situations).map(([name, situation]) => [`${name}, ${language}`, situation, language] as const),
  ...Object.entries(extremes).flatMap(([data, made]) =>
    Object.entries(made).map(([name, situation]) => [`${data}, ${name}, ${language}`, situation, language] as const),
  ),
]);

function expectFit(card: unknown): void {
  expect(problemsIn(card)).toEqual([]);
  expect(bytesOf(card)).toBeLessThan(limits.cardBytes);
  const { markdown, verbatim } = textsIn(card);
  expect(markdown.filter((text) => markupIn(text).length > 0)).toEqual([]);
  expect([...markdown, ...verbatim].filter((text) => turnsIn(text).length > 0 || !isVisible(text))).toEqual([]);
}
const isVisible = (text: string) => /[^\s\p{Cf}]/u.test(text);

describe('a card', () => {
  test.each(cards)('%s: valid, small enough, nothing of the customer run', (_name, situation, language) => {
    const { card, summary } = render(situation, language);
    expectFit(card);
    expect(card).toMatchObject({ version: '1.5', msteams: { width: 'Full' } });
    expect(summary).toMatch(/\S/);
    expect(summary.length).toBeLessThanOrEqual(limits.summary);
  });

  test.each(cards)('%s: everything about it fits into a dialog', (_name, situation, language) => {
    const context = contextOf(situation, language);
    const history = detailsView(situation.referral, context);
    expectFit(renderDetails({ ...reader, language }, history));
    expectFit(renderCard(reader, cardView(situation.referral, context), { surface: 'dialog', history }));
  });

  test('what a customer wrote in the template language is text', () => {
    const name = '$'.concat('{title} $', '{1+1}');
    const request = { ...aReferral().request, customer: { name, contacts: [] } };
    const { card } = render({ referral: aReferral({ request }), now: aReferral().receivedAt });
    expect(textsIn(card).verbatim[0]).toBe(name);
  });

  test('moments are brought into each reader’s own zone by the client', () => {
    const { card } = render({ referral: aReferral(), now: aReferral().receivedAt });
    expect(JSON.stringify(card)).toContain('{{DATE(2026-03-03T09:00:00Z,SHORT)}} at {{TIME(2026-03-03T09:00:00Z)}}');
  });
});

interface Button {
  readonly type: string;
  readonly data?: unknown;
  readonly fallback?: { readonly data: unknown };
  readonly pressed: unknown;
}

describe('what can be pressed', () => {
  const pressedOn = (situation: Situation | undefined, surface: 'message' | 'dialog' = 'message') => {
    if (!situation) throw new Error('no such situation');
    const card = renderCard(reader, cardView(situation.referral, contextOf(situation)), { surface });
    return nodesIn(card)
      .filter(({ type }) => String(type).startsWith('Action.'))
      .map((action) => ({ ...action, pressed: parsePressed(action.data) }) as Button);
  };

  test('forms open as dialogs; a change goes by Action.Execute with an Action.Submit to fall back on', () => {
    const actions = pressedOn(situations.new);
    const of = (name: string) => actions.find(({ pressed }) => JSON.stringify(pressed).includes(`"${name}"`));
    expect(of('accept')).toMatchObject({
      type: 'Action.Submit',
      data: { desk: { do: 'form', form: 'accept', r: 'r-1' }, msteams: { type: 'task/fetch' } },
    });
    expect(of('mark-urgent')).toMatchObject({ type: 'Action.Execute' });
    expect(of('mark-urgent')?.fallback?.data).toEqual(of('mark-urgent')?.data);
  });

  test('in a dialog everything is submitted to it', () => {
    const types = new Set(pressedOn(situations.active, 'dialog').map(({ type }) => type));
    expect([...types].sort()).toEqual(['Action.OpenUrl', 'Action.Submit', 'Action.ToggleVisibility']);
    expect(JSON.stringify(pressedOn(situations.active, 'dialog'))).not.toContain('task/fetch');
  });

  test('what others wrote is not a press of ours', () => {
    for (const data of [
      null,
      'x',
      {},
      { desk: 'x' },
      { desk: { do: 'form', form: 'explode', r: 'r-1' } },
      { desk: { do: 'details', r: '../x' } },
    ]) {
      expect(parsePressed(data)).toEqual({ do: 'unsupported' });
    }
  });
});

test('words that are read from right to left run that way, and only they', () => {
  const withNotes = (notes: string) => {
    const request = { ...aReferral().request, need: { ...aReferral().request.need, notes } };
    return render({ referral: aReferral({ request }), now: aReferral().receivedAt }).card;
  };
  const directions = (notes: string) =>
    nodesIn(withNotes(notes)).flatMap(({ rtl }) => (rtl === undefined ? [] : [rtl]));
  expect(directions('2: نريد نقل خوادمنا إلى Azure')).toContain(true);
  expect(directions('Azure نريد')).not.toContain(true);
});

test('a town that is read from right to left stays before its country', () => {
  const address = { city: 'الرياض', country: 'SA' };
  const request = { ...aReferral().request, customer: { ...aReferral().request.customer, address } };
  const { card } = render({ referral: aReferral({ request }), now: aReferral().receivedAt });
  expect(textsIn(card).markdown).toContain('\u2068الرياض\u2069, Saudi Arabia');
});

test('a text keeps its lines, and half a card of lines runs on', () => {
  const notes = 'one\n\n  \ntwo\r\nthree';
  const request = { ...aReferral().request, need: { ...aReferral().request.need, notes } };
  const { card } = render({ referral: aReferral({ request }), now: aReferral().receivedAt });
  const words = nodesIn(card).flatMap(({ type, text }) => (type === 'TextRun' ? [text] : []));
  expect(words).toEqual(expect.arrayContaining(['one', 'two', 'three']));
});
