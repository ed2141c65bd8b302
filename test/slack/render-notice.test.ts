import { expect, test } from '@jest/globals';
import { noticeMessage, unnamedIn } from '../../src/application/notice-messages.js';
import type { HistoryEvent, Referral } from '../../src/domain/referral.js';
import { validateBlocks } from '../../src/playground/slack/blocks/validate.js';
import { limits } from '../../src/slack/limits.js';
import { renderMessage } from '../../src/slack/render-message.js';
import { extremes } from '../support/extremes.js';
import { anna, aReferral, later, start } from '../support/referrals.js';
import { markupIn, textsIn } from './seen.js';

const extreme = Object.values(extremes).flatMap((made) => Object.values(made));

test('a line calls those whom the settings name, and nothing that is no id', () => {
  const mentions = [
    { kind: 'group', platform: 'slack', id: 'S0SALES' },
    { kind: 'person', platform: 'slack', id: 'U0DANA' },
    { kind: 'person', platform: 'teams', id: 'U0TEAMS' },
    { kind: 'person', platform: 'slack', id: '!channel' },
    { kind: 'group', platform: 'slack', id: 'S1|@here' },
  ] as const;
  const text = { key: 'event.reminded.waiting' } as const;
  const { text: plainly, blocks } = renderMessage({ kind: 'line', language: 'en', text, mentions }, 'UTC');
  expect(textsIn(blocks)[0]?.text).toBe('<!subteam^S0SALES> <@U0DANA> ⏰ Waiting for an answer');
  expect(plainly).toBe('⏰ Waiting for an answer');
});

test('whatever customers are called, a notice of many is a message that Slack takes', () => {
  const event: HistoryEvent = {
    type: 'reminded',
    at: start,
    version: 2,
    by: null,
    fields: [],
    notice: 'waiting',
    told: { channel: true, groups: ['S1'], mentioned: [], direct: [{ platform: 'slack', id: 'U1' }] },
    commandId: null,
  };
  const expired: HistoryEvent = { ...event, type: 'expired' };
  for (const language of ['en', 'fr'] as const) {
    const notices = extreme.flatMap(({ referral }) => {
      const open: Referral = {
        ...referral,
        state: { kind: 'new', owner: null, urgent: null },
        history: [event, event],
      };
      return [
        { referral: open, event },
        { referral: open, event: expired },
      ];
    });
    for (let from = 0; from < notices.length; from += 12) {
      const message = noticeMessage(notices.slice(from, from + 12), { language, names: new Map() });
      if (!message) throw new Error('nothing to say');
      const { text, blocks } = renderMessage(message, 'UTC');
      expect(validateBlocks(blocks)).toEqual([]);
      expect(JSON.stringify(blocks).length).toBeLessThan(limits.message.blocksJson);
      for (const seen of textsIn(blocks)) expect(markupIn(seen.text)).toEqual([]);
      expect(markupIn(text)).toEqual([]);
    }
  }
});

test('an expiry tells who was reminded, by name, and how many reminders it leaves out', () => {
  const reminded = (n: number): HistoryEvent => ({
    type: 'reminded',
    at: later(n * 3_600_000),
    version: n,
    by: null,
    fields: [],
    notice: 'waiting',
    told: {
      channel: false,
      groups: [],
      mentioned: [],
      direct: [
        { platform: 'slack', id: anna.id },
        { platform: 'slack', id: 'U0GONE' },
      ],
    },
    commandId: null,
  });
  const history = [1, 2, 3, 4, 5, 6, 7].map(reminded);
  const event: HistoryEvent = { ...reminded(8), type: 'expired' };
  const notice = { referral: aReferral({ history }), event };
  expect(unnamedIn(notice)).toContainEqual({ platform: 'slack', id: anna.id });
  const message = noticeMessage([notice], { language: 'en', names: new Map([[`slack:${anna.id}`, anna.name]]) });
  const text = message ? renderMessage(message, 'UTC').text : '';
  expect(text).toMatch(/Reminders: 2 earlier ones, .*Anna Berg and 1 person/);
  expect(text.match(/Anna Berg and 1 person/g)).toHaveLength(5);
});

test('a notice leads to its card where it stands elsewhere', () => {
  const event: HistoryEvent = { type: 'reminded', at: start, version: 2, by: null, fields: [], commandId: null };
  const notice = { referral: aReferral(), event, link: 'https://desk.example/card?a=1&b=2' };
  const message = noticeMessage([notice], { language: 'fr', names: new Map() });
  const [seen] = message ? textsIn(renderMessage(message, 'UTC').blocks) : [];
  expect(seen?.text).toMatch(/ · <https:\/\/desk\.example\/card\?a=1&amp;b=2\|Ouvrir la carte>$/);
});
