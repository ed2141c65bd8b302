import { noticeMessage, unnamedIn } from '../../src/application/notice-messages.js';
import { buttonsElsewhere } from '../../src/application/referral-view.js';
import { languages } from '../../src/domain/profile.js';
import type { HistoryEvent, Referral } from '../../src/domain/referral.js';
import { validateBlocks } from '../../src/playground/slack/blocks/validate.js';
import { limits } from '../../src/slack/limits.js';
import { renderMessage } from '../../src/slack/render-message.js';
import { extremes } from '../support/extremes.js';
import { anna, aReferral, later, profile, start } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';
import { controlsIn, markupIn, textsIn } from './seen.js';

const waiting: HistoryEvent = {
  type: 'reminded',
  at: start,
  version: 2,
  by: null,
  fields: [],
  notice: 'waiting',
  commandId: null,
};
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
    ...waiting,
    told: { channel: true, groups: ['S1'], mentioned: [], direct: [{ platform: 'slack', id: 'U1' }] },
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
      // As if all were of one referral, so that there is something to press.
      const of = notices.slice(from, from + 12).map((notice) => ({
        ...notice,
        customerTold: true,
        referral: { ...notice.referral, id: aReferral().id },
      }));
      const buttonsOf = (referral: Referral) => buttonsElsewhere(referral, start);
      const message = noticeMessage(of, { language, names: new Map(), buttonsOf });
      if (!message) throw new Error('nothing to say');
      const { text, blocks } = renderMessage(message, 'UTC');
      expect(validateBlocks(blocks)).toEqual([]);
      expect(JSON.stringify(blocks).length).toBeLessThan(limits.message.blocksJson);
      for (const seen of textsIn(blocks)) expect(markupIn(seen.text)).toEqual([]);
      expect(markupIn(text)).toEqual([]);
    }
  }
});

test('whatever customers are called, what a private message becomes is one that Slack takes', () => {
  const settled = extreme.flatMap(({ referral }) => {
    const notice = { referral, event: waiting, link: 'https://desk.example/card' };
    return languages.flatMap(
      (language) => noticeMessage([notice], { language, names: new Map(), settledFor: profile }) ?? [],
    );
  });
  expect(settled.length).toBeGreaterThan(20);
  for (const message of settled) {
    const { text, blocks } = renderMessage(message, 'UTC');
    expect(validateBlocks(blocks)).toEqual([]);
    for (const seen of textsIn(blocks)) expect(markupIn(seen.text.replace(/ · <https:[^|]*\|[^>]*>$/, ''))).toEqual([]);
    expect(markupIn(text)).toEqual([]);
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
  expect(text).toMatch(/: nobody answered\. Reminders: 4 earlier ones, .*Anna Berg and 1 person\)$/);
  expect(text.match(/Anna Berg and 1 person/g)).toHaveLength(3);
  const told = noticeMessage([{ ...notice, customerTold: true }], { language: 'en', names: new Map() });
  expect(told && renderMessage(told, 'UTC').text).toMatch(/\. The customer is told by e-mail$/);
});

test('a notice leads to its card where it stands elsewhere', () => {
  const event: HistoryEvent = { type: 'reminded', at: start, version: 2, by: null, fields: [], commandId: null };
  const notice = { referral: aReferral(), event, link: 'https://desk.example/card?a=1&b=2' };
  const message = noticeMessage([notice], { language: 'fr', names: new Map() });
  const [seen] = message ? textsIn(renderMessage(message, 'UTC').blocks) : [];
  expect(seen?.text).toMatch(/ · <https:\/\/desk\.example\/card\?a=1&amp;b=2\|Ouvrir la carte>$/);
});

describe('what can be pressed below a private notice', () => {
  const pressable = (of: readonly Situation[]) => {
    const notices = of.map(({ referral }) => {
      const notice = referral.state.kind === 'active' ? 'deal-due' : 'waiting';
      return { referral, event: { ...waiting, notice } as const };
    });
    const now = of[0]?.now ?? start;
    const buttonsOf = (referral: Referral) => buttonsElsewhere(referral, now);
    const message = noticeMessage(notices, { language: 'en', names: new Map(), buttonsOf });
    return message
      ? controlsIn(renderMessage(message, 'UTC').blocks).map(({ text, options }) => text?.text ?? options?.length)
      : [];
  };
  const of = (name: string) => situations[name] as Situation;

  test.each([
    ['new', ['Accept', 'Decline', 'I’m on it', 4]],
    ['urgent', ['Accept', 'Decline', 'Contacted', 'I’m on it', 4]],
    ['assigned', ['Accept', 'Decline', 4]],
    ['past its time', []],
    ['active', ['Won', 'Lost', 4]],
    ['urgent active', ['Won', 'Lost', 'Contacted', 4]],
    ['won', []],
  ])('%s', (name, labels) => expect(pressable([of(name)])).toEqual(labels));

  test('of one referral twice, and of several not at all', () => {
    expect(pressable([of('new'), of('new')])).toHaveLength(4);
    const other = { ...of('new'), referral: { ...of('new').referral, id: 'another' as Referral['id'] } };
    expect(pressable([of('new'), other])).toEqual([]);
  });
});

describe('what stands in private and has been answered since', () => {
  const { referral } = situations.active as Situation;
  const event = { ...waiting, version: 0 };
  const reader = { names: new Map(), buttonsOf: (one: Referral) => buttonsElsewhere(one, start) };
  const says = (of: Referral, language: 'en' | 'fr', changes: Partial<HistoryEvent> = {}) => {
    const message = noticeMessage([{ referral: of, event: { ...event, ...changes } }], {
      ...reader,
      language,
      settledFor: profile,
    });
    return message && renderMessage(message, 'UTC');
  };

  test('says by whom, in the reader’s language, and has nothing to press', () => {
    const { text, blocks } = says(referral, 'en') ?? { text: '', blocks: [] };
    expect(text).toBe('✔️ R-4K7Q2M Contoso Customer Inc · Anna Berg accepted');
    expect(controlsIn(blocks)).toEqual([]);
    expect(says(referral, 'fr')?.text).toBe('✔️ R-4K7Q2M Contoso Customer Inc · Anna Berg a accepté');
  });

  test('an urgency ends with “Contacted”, and nothing else does', () => {
    const contacted = {
      ...aReferral({ state: { kind: 'new', owner: null, urgent: null } }),
      history: [{ ...event, type: 'contacted', by: anna, version: 2 }],
    } as const;
    expect(says(contacted, 'en', { notice: 'urgent' })?.text).toContain('Anna Berg contacted the customer');
    const [, ...actions] = textsIn(says(contacted, 'en')?.blocks ?? []);
    expect(actions.length).toBeGreaterThan(0);
    expect(says(contacted, 'en')?.text).toContain('please answer by');
  });

  test('what nobody has said yet is not said any more', () => {
    expect(noticeMessage([{ referral, event }], { ...reader, language: 'en' })).toBeNull();
  });
});
