import { noticeMessage } from '../../src/application/notice-messages.js';
import { buttonsElsewhere } from '../../src/application/referral-view.js';
import type { HistoryEvent, Referral } from '../../src/domain/referral.js';
import { bytesOf, limits } from '../../src/teams/limits.js';
import { renderMessage } from '../../src/teams/render-message.js';
import { extremes } from '../support/extremes.js';
import { aReferral, profile, start } from '../support/referrals.js';
import { markupIn, nodesIn, problemsIn, textsIn } from './adaptive-cards.js';

const text = { key: 'event.reminded.waiting' } as const;
const person = (id: string, name?: string) =>
  ({ kind: 'person', platform: 'teams', id, ...(name === undefined ? {} : { name }) }) as const;

test('a line mentions people by exactly the text that stands in it, and nobody twice alike', () => {
  const mentions = [
    person('00000000-0000-4000-8000-000000000001', 'Anna *Keller*'),
    person('00000000-0000-4000-8000-000000000002', 'Anna *Keller*'),
    person('00000000-0000-4000-8000-000000000003', '</at><at>Everybody</at>'),
    person('00000000-0000-4000-8000-000000000004'),
    { kind: 'group', platform: 'slack', id: 'S0SALES' },
    { kind: 'person', platform: 'slack', id: 'U0DANA', name: 'Dana' },
  ] as const;
  const { card, summary } = renderMessage({ kind: 'line', language: 'en', text, mentions }, 'UTC');
  expect(problemsIn(card)).toEqual([]);
  const { entities, width } = card.msteams as { entities: { text: string; mentioned: unknown }[]; width: string };
  expect(width).toBe('Full');
  expect(entities.map(({ mentioned }) => mentioned)).toEqual(
    mentions.slice(0, 3).map(({ id, ...rest }) => ({ id, name: 'name' in rest ? rest.name : '' })),
  );
  expect(new Set(entities.map((entity) => entity.text)).size).toBe(3);
  const [shown = ''] = textsIn(card).markdown;
  expect(shown).toBe(`${entities.map((entity) => entity.text).join(' ')} ⏰ Waiting for an answer`);
  expect(shown.match(/<at>/g)).toHaveLength(3);
  expect(summary).toBe('⏰ Waiting for an answer');
});

test('a private notice leads to its card, and offers what its referral calls for', () => {
  const event: HistoryEvent = { type: 'reminded', at: start, version: 2, by: null, fields: [], commandId: null };
  const notice = { referral: aReferral(), event, link: 'https://teams.microsoft.com/l/message/19%3Ax/1' };
  const buttonsOf = (referral: Referral) => buttonsElsewhere(referral, start);
  const message = noticeMessage([notice], { language: 'fr', names: new Map(), buttonsOf });
  const { card } = renderMessage(message ?? { kind: 'line', language: 'fr', text }, 'UTC');
  expect(problemsIn(card)).toEqual([]);
  expect(textsIn(card).markdown[0]).toMatch(
    / · \[Ouvrir la carte\]\(https:\/\/teams\.microsoft\.com\/l\/message\/19%3Ax\/1\)$/,
  );
  const pressable = nodesIn(card).filter(({ type }) => String(type).startsWith('Action.'));
  const titles = pressable.map(({ title }) => title);
  expect(titles.filter((title, at) => titles.indexOf(title) === at)).toEqual([
    ...['Accepter', 'Décliner', 'Je m’en occupe', 'Plus'],
    ...['Dans 1 heure', 'Dans 4 heures', 'Demain matin', 'Lundi'],
  ]);
});

test('whatever customers are called, what a private message becomes is a card that Teams takes', () => {
  const said = { type: 'reminded', notice: 'waiting', at: start, version: 2, by: null } as const;
  const event: HistoryEvent = { ...said, fields: [], commandId: null };
  const referrals = Object.values(extremes).flatMap((made) => Object.values(made).map(({ referral }) => referral));
  const settled = referrals.flatMap(
    (referral) => noticeMessage([{ referral, event }], { language: 'fr', names: new Map(), settledFor: profile }) ?? [],
  );
  expect(settled.length).toBeGreaterThan(10);
  for (const message of settled) {
    const { card } = renderMessage(message, 'UTC');
    expect(problemsIn(card)).toEqual([]);
    expect(bytesOf(card)).toBeLessThan(limits.cardBytes);
    for (const shown of textsIn(card).markdown) expect(markupIn(shown)).toEqual([]);
  }
});
