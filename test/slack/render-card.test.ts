import { cardMessage, lineMessage } from '../../src/application/desk-messages.js';
import type { Message } from '../../src/application/messages.js';
import { noticeMessage } from '../../src/application/notice-messages.js';
import { buttonsElsewhere, cardView } from '../../src/application/referral-view.js';
import { type Language, languages } from '../../src/domain/profile.js';
import type { HistoryEvent, Referral } from '../../src/domain/referral.js';
import { snoozes } from '../../src/domain/snooze.js';
import { validateBlocks } from '../../src/playground/slack/blocks/validate.js';
import { parsePressed } from '../../src/slack/action-ids.js';
import { limits } from '../../src/slack/limits.js';
import { renderCard } from '../../src/slack/render-card.js';
import { renderMessage } from '../../src/slack/render-message.js';
import { turnsIn } from '../support/directions.js';
import { extremes } from '../support/extremes.js';
import { anna, aReferral, profile, start } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';
import { asSeen, controlsIn, markupIn, textsIn } from './seen.js';

const partnerCenterLink = 'https://partner.example/referrals/{id}?a=1&b=2';
const render = ({ referral, now }: Situation, language: Language = 'en') =>
  renderMessage(cardMessage(referral, { profile: { ...profile, language }, now, partnerCenterLink }), profile.timeZone);
const cards = languages.flatMap((language) => [
  ...Object.entries(situations).map(([name, situation]) => [`${name}, ${language}`, situation, language] as const),
  ...Object.entries(extremes).flatMap(([data, made]) =>
    Object.entries(made).map(([name, situation]) => [`${data}, ${name}, ${language}`, situation, language] as const),
  ),
]);

describe('a card', () => {
  test.each(cards)('%s: Slack takes it', (_name, situation, language) => {
    const { blocks, text } = render(situation, language);
    expect(validateBlocks(blocks)).toEqual([]);
    expect(JSON.stringify(blocks).length).toBeLessThan(limits.message.blocksJson);
    const wrong = textsIn(blocks).filter(({ type, text: said, verbatim, emoji }) => {
      if (turnsIn(said).length > 0) return true;
      if (type === 'mrkdwn') return verbatim !== true || markupIn(said, ownLink(situation)).length > 0;
      return type === 'plain_text' && emoji !== false;
    });
    expect(wrong).toEqual([]);
    expect(asSeen(text).length).toBeLessThanOrEqual(300);
    expect(markupIn(text)).toEqual([]);
    expect(text).not.toContain('\n');
  });

  const ownLink = ({ referral }: Situation) =>
    new RegExp(`<https://partner\\.example/referrals/${referral.source.externalId}\\?a=1&amp;b=2\\|[^<>|]+>`);
});

describe('what can be pressed', () => {
  const always = ['details'];
  const burning = ['accept', 'decline', 'contacted', 'details'];
  const open = ['win', 'lose', 'edit', 'details'];
  const rare = (...others: string[]) => ['add-contact', ...others, 'assign'];
  test.each<[string, readonly string[], readonly string[]]>([
    ['new', ['accept', 'decline', 'details'], ['take', 'assign', 'mark-urgent']],
    ['urgent', burning, ['take', 'assign', 'unmark-urgent']],
    ['cooled', burning, ['take', 'assign', 'unmark-urgent']],
    ['marked urgent', burning, ['take', 'assign', 'unmark-urgent']],
    ['contacted', ['accept', 'decline', 'details'], ['take', 'assign', 'unmark-urgent']],
    ['overdue', ['accept', 'decline', 'details'], ['take', 'assign', 'mark-urgent']],
    ['assigned', ['accept', 'decline', 'details'], ['assign', 'mark-urgent']],
    ['snoozed', ['accept', 'decline', 'details'], ['take', 'assign', 'mark-urgent']],
    ['past its time', always, []],
    ['active', open, [...rare(), 'mark-urgent']],
    ['handed over', open, [...rare(), 'mark-urgent']],
    ['with contacts', open, [...rare('remove-contact'), 'mark-urgent']],
    ['urgent active', ['win', 'lose', 'edit', 'contacted', 'details'], [...rare(), 'unmark-urgent']],
    ['won', always, ['reopen']],
    ['lost', always, ['reopen']],
    ['declined', always, ['reopen']],
    ['declined long ago', always, []],
    ['expired', always, []],
  ])('%s', (name, buttons, menu) => {
    const controls = controlsIn(render(situations[name] as Situation).blocks);
    const overflow = controls.find(({ action_id }) => action_id === 'deal:more');
    const snooze = controls.find(({ action_id }) => action_id === 'deal:snooze');
    const meant = controls
      .filter((control) => control !== overflow && control !== snooze)
      .map((control) => parsePressed({ ...control }));
    const chosen = (overflow?.options ?? []).map((option) =>
      parsePressed({ action_id: overflow?.action_id, selected_option: option }),
    );
    expect(meant).toEqual(buttons.map(pressed));
    expect(chosen).toEqual(menu.map(pressed));
    expect(overflow === undefined).toBe(menu.length === 0);
    const later = (snooze?.options ?? []).map((option) =>
      parsePressed({ action_id: snooze?.action_id, selected_option: option }),
    );
    // Where nothing is open, nothing is reminded of.
    const archived = buttons === always;
    expect(later).toEqual(archived ? [] : snoozes.map((one) => ({ kind: 'snooze', snooze: one, referralId: 'r-1' })));
  });

  /** What the name of an action should be read back as. */
  function pressed(action: string) {
    const referralId = 'r-1';
    if (action === 'details') return { kind: 'details', referralId };
    return ['mark-urgent', 'unmark-urgent', 'contacted', 'take'].includes(action)
      ? { kind: 'at-once', type: action, referralId }
      : { kind: 'form', form: action, referralId };
  }

  test('the table has every situation', () => {
    expect(Object.keys(situations)).toHaveLength(18);
  });

  test('the first button stands out, the one that ends things warns', () => {
    const styles = (name: string) => controlsIn(render(situations[name] as Situation).blocks).map(({ style }) => style);
    expect(styles('new')).toEqual(['primary', 'danger', undefined, undefined, undefined, undefined]);
    expect(styles('active')).toEqual(['primary', 'danger', undefined, undefined, undefined, undefined]);
    expect(styles('won')).toEqual([undefined, undefined]);
  });

  test('a screen reader hears which deal a button belongs to', () => {
    const [accept] = controlsIn(render(situations.new as Situation, 'fr').blocks);
    expect(accept).toMatchObject({ accessibility_label: 'Accepter R-4K7Q2M', text: { text: 'Accepter' } });
  });
});

describe('what it says', () => {
  test.each<[string, string, string]>([
    [
      'new',
      'New request R-4K7Q2M from Contoso Customer Inc: Dynamics 365 for Field Service · Dynamics 365 Enterprise · Deployment or Migration. Answer by 3 Mar 2026 at 10:00',
      'New · nobody is on it yet',
    ],
    [
      'urgent',
      '🔥 Contoso Customer Inc wants to be contacted now (R-4K7Q2M): Dynamics 365 for Field Service · Dynamics 365 Enterprise · Deployment or Migration',
      'New · nobody is on it yet',
    ],
    ['assigned', 'New request R-4K7Q2M from Contoso Customer Inc', 'New · Bruno Caron is on it'],
    ['overdue', 'New request R-4K7Q2M from Contoso Customer Inc', 'New · should have been answered by '],
    ['past its time', 'R-4K7Q2M Contoso Customer Inc: Expired', 'Expired · '],
    ['active', 'R-4K7Q2M Contoso Customer Inc: Anna Berg is on it', 'Active · Anna Berg is on it · accepted '],
    [
      'handed over',
      'R-4K7Q2M Contoso Customer Inc: Dana Hill is on it',
      'Active · Dana Hill is on it · accepted by Anna Berg ',
    ],
    ['won', 'R-4K7Q2M Contoso Customer Inc: Won', 'Won · Anna Berg · '],
    ['lost', 'R-4K7Q2M Contoso Customer Inc: Lost', 'Lost · Anna Berg · '],
    ['declined', 'R-4K7Q2M Contoso Customer Inc: Declined', 'Declined · Anna Berg · '],
    ['expired', 'R-4K7Q2M Contoso Customer Inc: Expired', 'Expired · '],
  ])('%s', (name, notification, status) => {
    const { text, blocks } = render(situations[name] as Situation);
    expect(asSeen(text)).toContain(notification);
    expect(
      textsIn(blocks)
        .map((seen) => seen.text)
        .join('\n'),
    ).toContain(status);
  });

  test.each([
    ['urgent', 'Contact them as quickly as possible'],
    ['cooled', 'Please still contact them'],
    ['marked urgent', 'Anna Berg marked this as urgent'],
    ['urgent active', 'Contact them as quickly as possible'],
  ])('%s: an alert on top', (name, alert) => {
    const [header, first] = render(situations[name] as Situation).blocks;
    expect(textsIn(header)[0]?.text).toMatch(name === 'cooled' ? /^⏳ Contoso/u : /^🔥 Contoso/u);
    expect(textsIn(first)[0]?.text).toContain(alert);
  });

  test.each(['new', 'won', 'past its time', 'contacted', 'cooled'])('%s: no flame', (name) => {
    expect(JSON.stringify(render(situations[name] as Situation))).not.toContain('🔥 Contoso');
  });

  test('the profile’s language, throughout', () => {
    const seen = JSON.stringify(render(situations.new as Situation, 'fr'));
    for (const french of [
      'Nouvelle demande',
      'personne ne s’en occupe',
      'Répondre avant le',
      'Accepter',
      'Leurs propres mots',
    ]) {
      expect(seen).toContain(french);
    }
    expect(seen).not.toMatch(/Answer|Accept\b|Show all|received/);
  });

  test('long words are cut, and the card says where the rest is', () => {
    const long = aReferral({
      request: { ...aReferral().request, need: { ...aReferral().request.need, notes: `${'word '.repeat(99)}end` } },
    });
    const shown = JSON.stringify(render({ referral: long, now: long.receivedAt }).blocks);
    expect(shown).toContain('Show all” has the rest');
    expect(shown).not.toContain('end"');
    expect(JSON.stringify(render(situations.new as Situation).blocks)).not.toContain('has the rest');
  });

  test('a cut never parts what a reader sees as one character', () => {
    const family = '👨‍👩‍👧‍👦';
    const { request } = aReferral();
    const referral = aReferral({ request: { ...request, need: { ...request.need, notes: family.repeat(200) } } });
    const [text] = cardView(referral, { profile, now: referral.receivedAt, partnerCenterLink }).texts;
    expect(text?.text.replaceAll(family, '')).toBe('…');
  });

  test('only what came from Partner Center links there, and says to answer there once it is answered', () => {
    const elsewhere = { ...aReferral(), source: { name: 'manual', externalId: 'x' } };
    const seen = (situation: Situation) => JSON.stringify(render(situation).blocks);
    expect(seen({ referral: elsewhere, now: elsewhere.receivedAt })).not.toContain('Partner Center');
    expect(seen(situations.new as Situation)).toContain('61c65491?a=1&amp;b=2|Open in Partner Center>');
    expect(seen(situations.new as Situation)).not.toContain('Answer it in Partner Center too');
    expect(seen(situations.active as Situation)).toContain('Answer it in Partner Center too');
    expect(seen(situations.expired as Situation)).not.toContain('Answer it in Partner Center too');
  });

  test('the same referral at the same time gives the same card', () => {
    expect(render(situations.won as Situation)).toEqual(render(situations.won as Situation));
  });
});

describe('other messages', () => {
  const french = { ...profile, language: 'fr' } as const;
  const extreme = Object.values(extremes).flatMap((made) => Object.values(made));

  function lineOf(referral: Referral, event: HistoryEvent): Message {
    const message = lineMessage(referral, event, french);
    if (!message) throw new Error('nothing to say');
    return message;
  }

  /** What somebody is told in private. */
  function toldOf(referral: Referral, event: HistoryEvent, language: Language, link: string | null = null): Message[] {
    const buttonsOf = (one: Referral) => buttonsElsewhere(one, start);
    return [noticeMessage([{ referral, event, link }], { language, names: new Map(), buttonsOf }) ?? []].flat();
  }

  test('a line in the thread, in the profile’s language', () => {
    const { referral } = situations.declined as Situation;
    const event = referral.history.at(-1);
    if (!event) throw new Error('no event');
    expect(renderMessage(lineOf(referral, event), 'UTC').text).toBe(
      'Anna Berg a décliné\u202f: Le client a choisi un autre fournisseur',
    );
  });

  test('a private message says who, what and where', () => {
    const { referral } = situations['handed over'] as Situation;
    const event = referral.history.at(-1);
    if (!event) throw new Error('no event');
    const link = 'https://contoso.slack.com/archives/C0INBOX/p12?a=1&b=2';
    const [inEnglish] = toldOf(referral, event, 'en', link);
    const [inFrench] = toldOf(referral, event, 'fr');
    if (!inEnglish || !inFrench) throw new Error('nothing to say');
    const { text, blocks } = renderMessage(inEnglish, 'UTC');
    expect(text).toBe('Anna Berg assigned R-4K7Q2M to you: Contoso Customer Inc · Open the card');
    expect(textsIn(blocks)[0]?.text).toBe(
      'Anna Berg assigned R-4K7Q2M to you: Contoso Customer Inc · ' +
        '<https://contoso.slack.com/archives/C0INBOX/p12?a=1&amp;b=2|Open the card>',
    );
    expect(renderMessage(inFrench, 'UTC').text).toContain('vous a attribué R-4K7Q2M');
  });

  test('whatever a customer is called, Slack takes both', () => {
    for (const { referral } of extreme) {
      for (const event of referral.history) {
        const owned = { ...referral, state: { kind: 'new', owner: anna, urgent: null } } as const;
        const assigned = { ...event, type: 'assigned', to: anna } as const;
        const messages = [lineOf(referral, event), ...toldOf(owned, assigned, 'fr')];
        expect(messages).toHaveLength(2);
        for (const { text, blocks } of messages.map((message) => renderMessage(message, 'UTC'))) {
          expect(validateBlocks(blocks)).toEqual([]);
          expect(markupIn(textsIn(blocks)[0]?.text ?? '')).toEqual([]);
          expect(asSeen(text).length).toBeLessThanOrEqual(300);
        }
      }
    }
  });
});

test('a link that leaves no room is left out', () => {
  const referral = aReferral({ source: { name: 'partner-center', externalId: 'é'.repeat(1_000) } });
  const blocks = renderCard(
    { language: 'en', timeZone: 'UTC' },
    cardView(referral, { profile, now: referral.receivedAt, partnerCenterLink }),
  );
  expect(validateBlocks(blocks)).toEqual([]);
  expect(JSON.stringify(blocks)).not.toContain('partner.example');
});
