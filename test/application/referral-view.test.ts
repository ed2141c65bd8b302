import { detailsView } from '../../src/application/referral-details.js';
import { cardView } from '../../src/application/referral-view.js';
import type { Referral } from '../../src/domain/referral.js';
import { plain } from '../../src/slack/markup.js';
import { aReferral, hours, later, profile } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';

const context = (now = later(hours(2))) => ({ profile, now, partnerCenterLink: 'https://partner.example/{id}' });
const card = (name: string) => {
  const { referral, now } = situations[name] as Situation;
  return cardView(referral, context(now));
};
const labels = (name: string) => card(name).facts.map((fact) => fact.label.key);
const withRequest = (changes: Partial<Referral['request']>) => {
  const referral = aReferral();
  return { ...referral, request: { ...referral.request, ...changes } };
};

describe('the facts of a card, the most important first', () => {
  const asked = [
    'fact.respond-by',
    'fact.expires',
    'fact.size',
    'fact.place',
    'fact.their-value',
    'fact.customer-contact',
  ];
  const deal = ['fact.engagement', 'fact.value', 'fact.purchase', 'fact.place', 'fact.customer-contact'];
  test.each<[string, readonly string[]]>([
    ['new', asked],
    ['urgent', asked],
    ['active', deal],
    ['with contacts', [...deal, 'fact.contacts']],
    ['won', ['fact.engagement', 'fact.final-value', 'fact.close-date', 'fact.place', 'fact.customer-contact']],
    ['lost', deal],
    ['declined', ['fact.place', 'fact.customer-contact']],
    ['past its time', ['fact.place', 'fact.customer-contact']],
  ])('%s', (name, expected) => {
    expect(labels(name)).toEqual(expected);
  });

  test('what the customer didn’t say is left out, or said to be unknown', () => {
    const referral = withRequest({
      customer: { name: 'Contoso', contacts: [{ firstName: ' ' }, {}] },
      need: { industries: [], products: [], services: [], solutions: [] },
    });
    const view = cardView(referral, context());
    expect(view.facts.map((fact) => fact.label.key)).toEqual(['fact.respond-by', 'fact.expires', 'fact.place']);
    expect(view.facts.at(-1)?.value).toEqual({ key: 'place.unknown' });
    expect([view.headline, view.texts]).toEqual([null, []]);
    expect(view.summary.values?.need).toEqual({ key: 'need.unknown' });
  });
});

describe('who answered it', () => {
  const status = (name: string, teamsChannels: string[]) => {
    const { referral, now } = situations[name] as Situation;
    const view = cardView(referral, { ...context(now), profile: { ...profile, teamsChannels } });
    return plain({ language: 'en', timeZone: 'UTC' }, view.status);
  };
  test.each([
    ['active', 'Active · Anna Berg is on it · accepted ', 'accepted by Anna Berg (Slack) '],
    ['won', 'Won · Anna Berg ·', 'Won · Anna Berg (Slack) ·'],
  ])('%s: with the platform where the cards stand on both', (name, alone, mirrored) => {
    expect(status(name, [])).toContain(alone);
    expect(status(name, ['19:inbox@thread.tacv2'])).toContain(mirrored);
  });
});

describe('the flame', () => {
  test.each<[string, string | undefined, string]>([
    ['new', undefined, 'card.title'],
    ['urgent', 'card.alert.now', 'card.title.urgent'],
    ['cooled', 'card.alert.cooled', 'card.title.cooled'],
    ['marked urgent', 'card.alert.marked', 'card.title.urgent'],
    ['urgent active', 'card.alert.now', 'card.title.urgent'],
    ['contacted', 'card.alert.contacted', 'card.title'],
    ['won', undefined, 'card.title'],
  ])('%s: %s', (name, alert, title) => {
    expect(card(name).alert?.text.key).toBe(alert);
    expect(card(name).title.key).toBe(title);
  });

  test('cools at its very end', () => {
    const { referral } = situations.urgent as Situation;
    const alertAt = (ms: number) =>
      cardView(referral, context(new Date(referral.urgentUntil.getTime() + ms))).alert?.text.key;
    expect([alertAt(-1), alertAt(0)]).toEqual(['card.alert.now', 'card.alert.cooled']);
  });
});

describe('time', () => {
  const at = (moment: Date, ms: number) => cardView(aReferral(), context(new Date(moment.getTime() + ms)));
  test('an answer is overdue from its moment on', () => {
    const keys = [-1, 0].map((ms) => at(aReferral().respondBy, ms).status.key);
    expect(keys).toEqual(['card.status.new', 'card.status.overdue']);
  });

  test('a request is expired from its moment on, written down or not', () => {
    const [before, after] = [-1, 0].map((ms) => at(aReferral().expiresAt, ms));
    expect(before?.actions.map(({ action }) => action)).toContain('accept');
    expect(after?.actions.map(({ action }) => action)).toEqual(['details']);
    expect(after?.status).toEqual({ key: 'card.status.expired', values: { at: { moment: aReferral().expiresAt } } });
    expect(detailsView(aReferral(), context(aReferral().expiresAt)).status.key).toBe('card.status.expired');
  });
});

describe('texts', () => {
  test('the customer’s words and ours, those at the end as what they are', () => {
    expect(card('lost').texts.map(({ label, text }) => [label.key, text])).toEqual([
      ['card.words', 'We would like to manage our supply chain with Dynamics 365.'],
      ['card.notes', 'Wants a pilot first.'],
      ['card.closing-notes', 'They went with a neighbour.'],
    ]);
  });

  test.each([
    [400, false],
    [401, true],
  ])('%i characters: shortened %s', (length, shortened) => {
    const { need } = aReferral().request;
    const [text] = cardView(withRequest({ need: { ...need, notes: ` ${'x'.repeat(length)} ` } }), context()).texts;
    expect(text).toMatchObject({ shortened, text: shortened ? `${'x'.repeat(400)}…` : 'x'.repeat(400) });
  });
});

test('details repeat nothing: each label stands there once', () => {
  for (const { referral, now } of Object.values(situations)) {
    const { facts, texts } = detailsView(referral, context(now));
    const keys = [...facts, ...texts].map(({ label }) => label.key);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  }
});
