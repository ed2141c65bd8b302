import { lineMessage } from '../../src/application/desk-messages.js';
import {
  asWords,
  donePhrase,
  eventPhrase,
  goalOf,
  headlineOf,
  outcomeOf,
  phrase,
  placeOf,
  refusalPhrase,
  sizeOf,
  sourceOf,
} from '../../src/application/wording.js';
import type { Refusal } from '../../src/domain/commands.js';
import type { Profile } from '../../src/domain/profile.js';
import { eventTypes, type HistoryEvent } from '../../src/domain/referral.js';
import { plain } from '../../src/slack/markup.js';
import { aRequest } from '../fakes/requests.js';
import { anna, aReferral, bruno, later, profile } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';

const en = { language: 'en', timeZone: 'UTC' } as const;
const fr = { language: 'fr', timeZone: 'UTC' } as const;
const at = later(0);

test.each([
  ['DeploymentOrMigration', 'Deployment or Migration'],
  ['InternetofThings', 'Internet of Things'],
  ['constructor', 'constructor'],
  ['__proto__', '__proto__'],
  ['Microsoft365', 'Microsoft 365'],
  ['Dynamics365Enterprise', 'Dynamics 365 Enterprise'],
  ['Already some words', 'Already some words'],
  ['MigrationÉlargie', 'Migration Élargie'],
  ['', ''],
])('%j as words: %j', (id, words) => {
  expect(asWords(id)).toBe(words);
});

test.each([
  ['10to50employees', '10–50 employees'],
  ['1000TO5000Employees', '1000–5000 employees'],
  ['morethan5000employees', 'more than 5000 employees'],
  ['about fifty', 'about fifty'],
])('the size %s', (size, expected) => {
  expect(plain(en, sizeOf(size))).toBe(expected);
});

test.each([
  [{ city: 'Redmond', state: 'WA', country: 'US' }, 'Redmond, WA, United States', 'Redmond, WA, États-Unis'],
  [{ region: 'EMEA', country: ' de ' }, 'EMEA, Germany', 'EMEA, Allemagne'],
  [{ city: 'Nowhere', country: 'QX' }, 'Nowhere, QX', 'Nowhere, QX'],
  [{ country: 'Deutschland' }, 'Deutschland', 'Deutschland'],
  [{ city: 'x'.repeat(41), country: 'FR' }, `${'x'.repeat(39)}…, France`, `${'x'.repeat(39)}…, France`],
  [{ state: ' ', region: 'EMEA' }, 'EMEA', 'EMEA'],
  [{ city: ' ', postalCode: '1' }, null, null],
  [undefined, null, null],
])('the place of %j', (address, ...expected) => {
  const place = placeOf(aRequest({ customer: { name: 'x', contacts: [], ...(address ? { address } : {}) } }));
  expect([en, { ...en, language: 'fr' as const }].map((reader) => place && plain(reader, place))).toEqual(expected);
});

test.each([
  ['Hebrew', 'חברת שלום', '\u2068חברת שלום\u2069'],
  ['Arabic', 'شركة Contoso', '\u2068شركة Contoso\u2069'],
  ['what tries to close the isolate', 'שלום\u2069 evil', '\u2068שלום evil\u2069'],
  ['everything else', 'Contoso & Söhne 东京', 'Contoso & Söhne 东京'],
])('the direction of a name in %s stays its own', (_name, customer, shown) => {
  expect(plain(en, phrase('digest.item', { code: 'R-1', customer }))).toBe(`R-1 ${shown}`);
});

test.each([
  [{ solutions: ['A'], products: ['B'], services: ['C'] }, 'A · B · C'],
  [{ solutions: ['Azure1'], products: [' Azure1 '] }, 'Azure 1'],
  [{ solutions: ['', ' '] }, null],
  [{ services: ['a', 'b', 'c', 'd', 'e'] }, 'a · b · c · d'],
])('the headline of %j', (named, headline) => {
  const need = { industries: [], products: [], services: [], solutions: [], ...named };
  expect(headlineOf(aRequest({ need }))).toBe(headline);
});

test.each([
  ['partner-center', 'Partner Center'],
  ['manual', 'Logged by hand'],
  ['webshop', 'webshop'],
])('the source %s', (name, expected) => {
  expect(plain(en, sourceOf(aReferral({ source: { name, externalId: 'x' } })))).toBe(expected);
});

describe('refusals', () => {
  const won = { code: 'closed', outcome: 'won', by: anna, at } as const;
  test.each<[Refusal, string]>([
    [{ code: 'already-accepted', by: anna, at }, 'Anna Berg accepted this 2 Mar 2026 at 09:00.'],
    [
      { code: 'already-accepted', by: { ...bruno, name: 'An old name' }, at },
      'You accepted this 2 Mar 2026 at 09:00 already.',
    ],
    [{ code: 'expired', at }, 'This request expired 2 Mar 2026 at 09:00.'],
    [won, 'Anna Berg marked this as won 2 Mar 2026 at 09:00.'],
    [{ ...won, outcome: 'lost' }, 'Anna Berg marked this as lost'],
    [{ ...won, outcome: 'declined' }, 'Anna Berg declined this'],
    [{ ...won, outcome: 'expired', by: null }, 'This expired 2 Mar 2026 at 09:00.'],
    [{ code: 'not-permitted', why: 'not-your-deal' }, 'Only Anna Berg or a manager can do that.'],
    [{ code: 'not-permitted', why: 'not-your-command' }, 'Only the person who did it can undo it.'],
    [{ code: 'not-permitted', why: 'managers-only' }, 'Only a manager can do that.'],
    [{ code: 'not-permitted', why: 'not-a-member' }, 'Only full members'],
    [{ code: 'not-permitted', why: 'not-listed' }, 'for Germany.'],
    [{ code: 'invalid', fields: { name: 'required' } }, 'not right'],
    [{ code: 'not-active' }, 'Accept it first'],
    [{ code: 'too-late', why: 'window-closed' }, 'Reopen'],
    [{ code: 'too-late', why: 'changed-since' }, 'changed since'],
    [{ code: 'too-late', why: 'already-sent' }, 'sent outside'],
    [{ code: 'no-change' }, 'nothing to change'],
    [{ code: 'not-due', at }, 'not before'],
  ])('%j', (refusal, expected) => {
    const { referral } = situations.active as Situation;
    const said = refusalPhrase(refusal, referral, { person: bruno, links: [] }, { ...profile, name: 'Germany' });
    expect(plain(en, said)).toContain(expected);
    expect(plain(fr, said)).not.toBe(plain(en, said));
  });
});

describe('where the cards stand on both platforms', () => {
  const mirrored = { ...profile, teamsChannels: ['19:inbox@thread.tacv2'] };
  const asked = { person: bruno, links: [] };
  const { referral } = situations.active as Situation;
  const inTeams = { ...anna, platform: 'teams', id: '0a11a000' } as const;

  test.each<[Refusal, string, string]>([
    [{ code: 'already-accepted', by: anna, at }, 'Anna Berg (Slack) accepted this', 'Anna Berg (Slack) l’a acceptée'],
    [{ code: 'already-accepted', by: inTeams, at }, 'Anna Berg (Teams) accepted', 'Anna Berg (Teams) l’a acceptée'],
    [{ code: 'closed', outcome: 'won', by: inTeams, at }, 'Anna Berg (Teams) marked', 'Anna Berg (Teams) l’a marquée'],
  ])('a refusal says where somebody was first', (refusal, english, french) => {
    const said = refusalPhrase(refusal, referral, asked, mirrored);
    expect(plain(en, said)).toContain(english);
    expect(plain(fr, said)).toContain(french);
  });

  test('whoever accepted as their other identity is told that it was they', () => {
    const links = [[bruno, inTeams]] as const;
    const refusal = { code: 'already-accepted', by: inTeams, at } as const;
    expect(plain(en, refusalPhrase(refusal, referral, { person: bruno, links }, mirrored))).toContain('You accepted');
  });

  test('so does the line in the thread; the desk’s own acts have no place', () => {
    const event = { type: 'accepted', at, version: 2, by: inTeams, fields: [], commandId: 'c' } as const;
    const line = (changes: object, of: Profile = mirrored) => {
      const message = lineMessage(referral, { ...event, ...changes }, of);
      return message?.kind === 'line' && plain(en, message.text);
    };
    expect(line({})).toBe('Anna Berg (Teams) accepted');
    expect(line({ type: 'assigned', to: inTeams })).toBe('Anna Berg (Teams) took it');
    expect(line({}, profile)).toBe('Anna Berg accepted');
    expect(line({ type: 'expired', by: null })).toBe('Expired: nobody answered in time');
  });
});

describe('events', () => {
  const event = (changes: Partial<HistoryEvent>): HistoryEvent => ({
    type: 'edited',
    at,
    version: 2,
    by: anna,
    fields: [],
    commandId: 'c',
    ...changes,
  });

  test.each(eventTypes)('%s is a sentence in both languages, for the history and for whoever did it', (type) => {
    const happened = event({ type, to: bruno, undid: 'accepted', reason: 'others', fields: ['name'] });
    for (const phrase of [eventPhrase(happened, aReferral()), donePhrase(happened, aReferral())]) {
      const [english, french] = [plain(en, phrase), plain(fr, phrase)];
      expect(english).not.toMatch(/[{}]|undefined/);
      expect(french).not.toBe(english);
    }
  });

  test('who took it back, and what', () => {
    expect(plain(fr, eventPhrase(event({ type: 'undone', undid: 'won' }), aReferral()))).toBe(
      'Anna Berg a annulé\u202f: clôture comme gagnée',
    );
  });

  test('every field that an edit can change has a name', () => {
    for (const field of ['name', 'value', 'purchaseDate', 'notes', 'crmId', 'contacts']) {
      expect(eventPhrase(event({ fields: [field] }), aReferral()).values?.fields).toEqual({
        list: [{ key: `changed.${field}` }],
      });
    }
  });

  test('an outcome only where there is one', () => {
    const outcomes = ['new', 'active', 'won', 'expired'].map(
      (name) => outcomeOf((situations[name] as Situation).referral.state)?.key,
    );
    expect(outcomes).toEqual([undefined, undefined, 'outcome.won', 'outcome.expired']);
  });
});

test.each([
  [86_400, '24-hour goal', 'objectif de 24 heures'],
  [259_200, '72-hour goal', 'objectif de 72 heures'],
  [604_800, '7-day goal', 'objectif de 7 jours'],
  [5_400, '90-minute goal', 'objectif de 90 minutes'],
  [20, '20-second goal', 'objectif de 20 secondes'],
])('the goal of %i s in words', (seconds, english, french) => {
  const { createdAt } = aReferral();
  const goal = goalOf({ createdAt, respondBy: new Date(createdAt.getTime() + seconds * 1_000) });
  expect(plain({ language: 'en', timeZone: 'UTC' }, goal)).toBe(english);
  expect(plain({ language: 'fr', timeZone: 'UTC' }, goal)).toBe(french.replace(' ', ' '));
});

test.each([
  [59, 'for 59 seconds now', 'depuis 59 secondes'],
  [90, 'for 1 minute now', 'depuis 1 minute'],
  [26 * 3_600, 'for 26 hours now', 'depuis 26 heures'],
  [2.9 * 86_400, 'for 2 days now', 'depuis 2 jours'],
  // A clock that went back.
  [-5, 'for 0 seconds now', 'depuis 0 seconde'],
])('a reminder %i seconds after the request says how long the customer has waited', (seconds, english, french) => {
  const { createdAt } = aReferral();
  const at = new Date(createdAt.getTime() + seconds * 1_000);
  const reminder = { type: 'reminded', notice: 'still-waiting', at, version: 3, by: null, fields: [], commandId: null };
  const said = eventPhrase(reminder as HistoryEvent, aReferral());
  expect(plain(en, said)).toBe(`⏰ Still waiting for an answer, ${english}`);
  expect(plain(fr, said)).toBe(`⏰ Toujours en attente de réponse, ${french}`);
});
