import type { Asker } from '../../src/application/asker.js';
import type { Standing } from '../../src/application/ports.js';
import type { Language } from '../../src/domain/profile.js';
import type { Referral, ReferralId } from '../../src/domain/referral.js';
import { validateBlocks } from '../../src/playground/slack/blocks/validate.js';
import { type ListPage, parsePressed } from '../../src/slack/action-ids.js';
import type { SlackDesk } from '../../src/slack/desk.js';
import { limits } from '../../src/slack/limits.js';
import { listAnswer, showAnswer } from '../../src/slack/lists.js';
import type { PrivateAnswer } from '../../src/slack/private-answer.js';
import { pageSize, renderList } from '../../src/slack/render-list.js';
import { noLinks } from '../fakes/links.js';
import { profileStore } from '../fakes/profiles.js';
import { MemoryReferralStore } from '../fakes/referral-store.js';
import { extreme, extremes } from '../support/extremes.js';
import { anna, aReferral, bruno, later, profile } from '../support/referrals.js';
import { accept, after, type Situation, situations } from '../support/situations.js';
import { asSeen, controlsIn, markupIn, textsIn } from './seen.js';

const other = { ...profile, id: 'other', name: 'Other', slackChannels: ['C0OTHER'] };
const member = (language: Language = 'en'): Standing => ({
  kind: 'member',
  person: anna,
  email: null,
  language,
  timeZone: 'Europe/Berlin',
});
const asker = (standing: Standing = member()): Asker => ({
  userId: anna.id,
  standing,
  reader: { language: standing.language, timeZone: 'Europe/Berlin' },
});

let store: MemoryReferralStore;
let joined: Set<string>;
beforeEach(() => {
  store = new MemoryReferralStore();
  joined = new Set(['C0INBOX']);
});
/** What lists need of the desk; anything else would be undefined, and fail. */
const desk = () =>
  ({
    referrals: store,
    profiles: profileStore(profile, other),
    links: noLinks,
    directory: {
      memberOf: async (_user: string, channels: string[]) => new Set(channels.filter((channel) => joined.has(channel))),
    },
    viewContext: () => ({ profile, now: later(0), partnerCenterLink: 'https://partner.example/{id}' }),
  }) as unknown as SlackDesk;

let count = 0;
async function keep(referral: Referral): Promise<Referral> {
  count += 1;
  const kept = {
    ...referral,
    id: `r-${count}` as ReferralId,
    code: `R-${String(count).padStart(6, '0')}`,
    source: { name: 'shop', externalId: `x${count}` },
    createdAt: later(count),
  };
  await store.create(kept, []);
  return kept;
}
const keepMany = async (many: number, referral = aReferral()) => {
  for (let n = 0; n < many; n += 1) await keep(referral);
};
const seen = (answer: PrivateAnswer) => textsIn(answer.blocks ?? []).map(({ text }) => text);
const turns = (answer: PrivateAnswer) =>
  controlsIn(answer.blocks ?? [])
    .filter(({ action_id }) => /next|previous/.test(action_id))
    .map((control) => [control.text?.text, parsePressed({ ...control })]);
const page = (show: ListPage['show'], skip = 0): ListPage => ({ show, skip });

describe('pages', () => {
  test('“1–10 of 57, next”, and on from there and back', async () => {
    await keepMany(57);
    const first = await listAnswer(desk(), asker(), page('inbox'));
    expect(seen(first)[0]).toBe('*Inbox* · 1–10 of 57');
    expect(turns(first)).toEqual([['Next', { kind: 'list', page: page('inbox', 10) }]]);
    const third = await listAnswer(desk(), asker(), page('inbox', 20));
    expect(seen(third)[0]).toBe('*Inbox* · 21–30 of 57');
    expect(turns(third)).toEqual([
      ['Previous', { kind: 'list', page: page('inbox', 10) }],
      ['Next', { kind: 'list', page: page('inbox', 30) }],
    ]);
    const last = await listAnswer(desk(), asker(), page('inbox', 50));
    expect(seen(last)[0]).toBe('*Inbox* · 51–57 of 57');
    expect(turns(last)).toEqual([['Previous', { kind: 'list', page: page('inbox', 40) }]]);
  });

  test('every deal is on exactly one page', async () => {
    await keepMany(23);
    const codes: string[] = [];
    for (const skip of [0, 10, 20]) {
      const answer = await listAnswer(desk(), asker(), page('inbox', skip));
      codes.push(...seen(answer).flatMap((text) => text.match(/R-\d{6}/g) ?? []));
    }
    expect([codes.length, new Set(codes).size]).toEqual([23, 23]);
  });

  test('exactly one page has no turning', async () => {
    await keepMany(pageSize);
    expect(turns(await listAnswer(desk(), asker(), page('inbox')))).toEqual([]);
  });

  test('a page that is no more becomes the first', async () => {
    await keepMany(3);
    expect(seen(await listAnswer(desk(), asker(), page('inbox', 50)))[0]).toBe('*Inbox* · 1–3 of 3');
  });

  test('in French', async () => {
    await keepMany(12);
    const answer = await listAnswer(desk(), asker(member('fr')), page('inbox'));
    expect(seen(answer)[0]).toBe('*Boîte de réception* · 1–10 sur 12');
    expect(turns(answer)[0]?.[0]).toBe('Suivant');
    expect(answer.text).toBe('Boîte de réception');
  });
});

describe('what a list holds', () => {
  test.each<[ListPage['show'], string]>([
    ['inbox', 'The inbox is empty.'],
    ['active', 'No active deals.'],
    ['mine', 'Nothing is assigned to you.'],
    ['archive', 'Nothing here yet.'],
  ])('%s: nothing, said helpfully', async (show, text) => {
    expect(seen(await listAnswer(desk(), asker(), page(show))).join()).toContain(text);
  });

  test.each<[string, ListPage, string]>([
    ['new', { show: 'inbox', skip: 0 }, 'Redmond, WA, United States · answer by <!date^'],
    ['active', { show: 'active', skip: 0 }, 'US$50,000 · Anna Berg · purchase 30 Jun 2026'],
    ['active', { show: 'mine', skip: 0 }, 'US$50,000 · Anna Berg'],
    ['won', { show: 'archive', skip: 0 }, '🏆 Won <!date^'],
    ['won', { show: 'archive', outcome: 'won', skip: 0 }, 'US$48,000.50 · Anna Berg'],
    ['lost', { show: 'archive', outcome: 'lost', skip: 0 }, 'Customer chose another vendor · Anna Berg'],
    ['declined', { show: 'archive', outcome: 'declined', skip: 0 }, 'Declined <!date^'],
    ['expired', { show: 'archive', outcome: 'expired', skip: 0 }, 'Expired <!date^'],
  ])('%s in %j', async (name, asked, expected) => {
    const kept = await keep((situations[name] as Situation).referral);
    const answer = await listAnswer(desk(), asker(), asked);
    expect(seen(answer)[1]).toContain(expected);
    const [button] = controlsIn(answer.blocks ?? []);
    expect(button?.text?.text).toBe('Show');
    expect(parsePressed({ ...button })).toEqual({ kind: 'show', referralId: kept.id });
  });

  test('the outcome asked for stands above it', async () => {
    await keep((situations.won as Situation).referral);
    const answer = await listAnswer(desk(), asker(), { show: 'archive', outcome: 'won', skip: 0 });
    expect(seen(answer)[0]).toBe('*Archive: Won* · 1–1 of 1');
  });

  test('a flame before what is urgent, and no longer than it matters', async () => {
    await keep((situations.urgent as Situation).referral);
    expect(seen(await listAnswer(desk(), asker(), page('inbox')))[1]).toMatch(/^🔥 \*Contoso/);
    const urgentActive = (situations['urgent active'] as Situation).referral;
    await keep(after(urgentActive, { id: 'c-9', type: 'lose', reason: 'others', notes: 'x' }));
    expect(seen(await listAnswer(desk(), asker(), page('archive')))[1]).toMatch(/^\*Contoso/);
  });

  test.each(Object.keys(extremes))('%s: Slack takes ten of them', async (data) => {
    for (const language of ['en', 'fr'] as const) {
      // One of each kind of line.
      for (const name of ['new', 'active', 'won', 'lost', 'expired']) {
        const referral = extreme(data, name);
        const reader = { language, timeZone: 'UTC' };
        const items = Array.from({ length: pageSize }, () => referral);
        const blocks = renderList(reader, { show: 'archive', outcome: 'won', skip: 20 }, { items, total: 1_000_000 });
        expect(validateBlocks(blocks)).toEqual([]);
        expect(JSON.stringify(blocks).length).toBeLessThan(limits.message.blocksJson);
        for (const { text, type } of textsIn(blocks)) if (type === 'mrkdwn') expect(markupIn(text)).toEqual([]);
      }
    }
  });
});

describe('who sees what', () => {
  test.each(['guest', 'bot', 'external', 'unknown'] as const)('a %s sees nothing', async (kind) => {
    const kept = await keep(aReferral());
    const stranger = asker({ kind, language: 'en' });
    for (const answer of [
      await listAnswer(desk(), stranger, page('inbox')),
      await showAnswer(desk(), stranger, kept),
    ]) {
      expect(answer).toEqual({ text: 'Only full members of our organisation can work with referrals.' });
    }
  });

  test('only profiles one of whose channels they belong to', async () => {
    await keep(aReferral());
    const hidden = await keep(aReferral({ profileId: 'other' }));
    expect(seen(await listAnswer(desk(), asker(), page('inbox')))[0]).toBe('*Inbox* · 1–1 of 1');
    expect((await showAnswer(desk(), asker(), hidden)).text).toMatch(/doesn’t exist/);
    joined = new Set(['C0INBOX', 'C0OTHER']);
    expect(seen(await listAnswer(desk(), asker(), page('inbox')))[0]).toBe('*Inbox* · 1–2 of 2');
  });

  test('in no channel at all: what to do about it', async () => {
    joined = new Set();
    expect((await listAnswer(desk(), asker(), page('inbox'))).text).toMatch(/Join one/);
  });

  test('“mine” is what they own, not what they accepted and handed over', async () => {
    await keep(after(aReferral(), accept, { id: 'c-2', type: 'assign', to: bruno }));
    expect(seen(await listAnswer(desk(), asker(), page('mine'))).join()).toContain('Nothing is assigned');
  });
});

describe('/deals show', () => {
  test('the card with its buttons and its history, in the reader’s language', async () => {
    const kept = await keep((situations.active as Situation).referral);
    const answer = await showAnswer(desk(), asker(member('fr')), kept);
    const texts = seen(answer).join('\n');
    for (const text of ['Contoso Customer Inc', 'Gagnée', 'Historique', 'Anna Berg a accepté', 'Demande reçue']) {
      expect(texts).toContain(text);
    }
    expect(answer.text).toContain('Anna Berg s’en occupe');
  });

  test('nothing there', async () => {
    expect((await showAnswer(desk(), asker(), null)).text).toMatch(/doesn’t exist/);
  });

  test.each(Object.keys(extremes))('%s: Slack takes it', async (data) => {
    for (const name of ['urgent', 'active', 'lost']) {
      const referral = extreme(data, name);
      const events = Array.from({ length: 200 }, () => referral.history).flat();
      const { blocks = [], text } = await showAnswer(desk(), asker(), { ...referral, history: events });
      expect(validateBlocks(blocks)).toEqual([]);
      expect(JSON.stringify(blocks).length).toBeLessThan(limits.message.blocksJson);
      expect(asSeen(text).length).toBeLessThanOrEqual(300);
    }
  });
});
