import type { Asker } from '../../src/application/asker.js';
import { languages } from '../../src/domain/profile.js';
import type { Referral } from '../../src/domain/referral.js';
import { validateBlocks } from '../../src/playground/slack/blocks/validate.js';
import { parsePressed } from '../../src/slack/action-ids.js';
import type { SlackDesk } from '../../src/slack/desk.js';
import { limits } from '../../src/slack/limits.js';
import { doneAnswer } from '../../src/slack/outcome.js';
import { extremes } from '../support/extremes.js';
import { anna, later, profile } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';
import { asSeen, controlsIn, markupIn, textsIn } from './seen.js';

/** What somebody reads after their last command on a referral. */
function done(referral: Referral, language: 'en' | 'fr', replaceCard: boolean, now = referral.undo?.until ?? later(0)) {
  const recorded = referral.commands.at(-1);
  if (!recorded) throw new Error('nothing was done');
  const desk = {
    clock: { now: () => now },
    viewContext: () => ({ profile, now, partnerCenterLink: 'https://partner.example/{id}' }),
  } as unknown as SlackDesk;
  const reader = { language, timeZone: 'UTC' };
  const asker: Asker = { userId: anna.id, standing: { kind: 'unknown', language }, reader };
  return doneAnswer(desk, asker, { kind: 'done', referral, recorded, repeated: false }, profile, { replaceCard });
}
const situation = (name: string) => (situations[name] as Situation).referral;

describe('the answer to whoever did something', () => {
  test.each(Object.keys(extremes))('%s: Slack takes it, with the card and without', (data) => {
    for (const { referral } of Object.values(extremes[data] ?? {})) {
      if (referral.commands.length === 0) continue;
      for (const language of languages) {
        for (const replaceCard of [true, false]) {
          const { blocks = [], text } = done(referral, language, replaceCard, later(0));
          expect(validateBlocks(blocks)).toEqual([]);
          expect(JSON.stringify(blocks).length).toBeLessThan(limits.message.blocksJson);
          expect(asSeen(text).length).toBeLessThanOrEqual(300);
          expect(markupIn(text)).toEqual([]);
        }
      }
    }
  });

  test('says what, what else, and for how long it can be taken back', () => {
    const { text, blocks = [] } = done(situation('active'), 'en', false, later(0));
    expect(text).toBe(
      '✅ You accepted R-4K7Q2M, Contoso Customer Inc. It is yours. Answer it in Partner Center too. You can undo this for 30 seconds.',
    );
    const [undo] = controlsIn(blocks);
    expect(undo?.text?.text).toBe('Undo');
    expect(parsePressed({ ...undo })).toEqual({ kind: 'undo', referralId: 'r-1', of: 'c-accept' });
  });

  test('once the time is over there is no button', () => {
    const { text, blocks = [] } = done(situation('active'), 'en', false);
    expect(text).not.toContain('undo');
    expect(controlsIn(blocks)).toEqual([]);
  });

  test('in French', () => {
    expect(done(situation('won'), 'fr', false, later(0)).text).toBe(
      '🏆 R-4K7Q2M, Contoso Customer Inc\u202f: gagnée\u202f! Répondez aussi dans l’Espace partenaires. Vous pouvez annuler pendant 30 secondes.',
    );
  });

  test('a private card is drawn anew above it', () => {
    const { blocks = [], replace } = done(situation('active'), 'en', true);
    expect(replace).toBe(true);
    expect(textsIn(blocks)[0]?.text).toBe('Contoso Customer Inc');
  });
});

describe('the stand-in would notice what is too much', () => {
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  test.each<[string, unknown[], number]>([
    ['3,000 characters', [section('x'.repeat(3_000))], 0],
    ['3,001 characters', [section('x'.repeat(3_001))], 1],
    ['50 blocks', Array.from({ length: 50 }, () => section('x')), 0],
    ['51 blocks', Array.from({ length: 51 }, () => section('x')), 1],
    ['26 buttons', [{ type: 'actions', elements: Array.from({ length: 26 }, (_, n) => button(n)) }], 1],
    ['25 buttons', [{ type: 'actions', elements: Array.from({ length: 25 }, (_, n) => button(n)) }], 0],
    ['an empty text', [section('')], 1],
  ])('%s', (_name, blocks, issues) => {
    expect(validateBlocks(blocks)).toHaveLength(issues);
  });
  function button(n: number) {
    return { type: 'button', action_id: `b${n}`, text: { type: 'plain_text', text: 'x' } };
  }
});
