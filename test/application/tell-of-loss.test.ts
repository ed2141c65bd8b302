import { pino } from 'pino';
import type { Directories } from '../../src/application/acquaintances.js';
import { type Directory, type Member, PlatformUnavailable } from '../../src/application/ports.js';
import { tellOfLoss } from '../../src/application/tell-of-loss.js';
import type { Language } from '../../src/domain/profile.js';
import { ManualClock } from '../fakes/clock.js';
import { FakeMessenger } from '../fakes/messenger.js';
import { profile } from '../support/referrals.js';

const chloe = '00000000-0000-4000-8000-000000000001';
const lost = '19:lost@thread.tacv2';
const concerned = { ...profile, slackChannels: ['C0INBOX'], teamsChannels: [lost, '19:other@thread.tacv2'] };
const logger = pino({ level: 'silent' });

let slack: FakeMessenger;
let teams: FakeMessenger;
beforeEach(() => {
  const clock = new ManualClock(new Date('2026-03-02T09:00:00Z'));
  [slack, teams] = [new FakeMessenger(clock), new FakeMessenger(clock)];
});

const directory = (members: Readonly<Record<string, Member['person']>>, read: Record<string, Language> = {}) =>
  ({
    async memberWith(email) {
      const person = members[email];
      return person ? { kind: 'member', person, email, language: 'en', timeZone: 'UTC' } : null;
    },
    standing: async () => ({ kind: 'unknown', language: 'en' }),
    languageOf: async (id) => read[id] ?? null,
  }) as Partial<Directory> as Directory;
const tell = (people: readonly string[], directories: Directories = {}) =>
  tellOfLoss({ messengers: { slack, teams }, directories, logger }, new Set([lost]), [{ ...concerned, people }]);
const heard = () => [...slack.log, ...teams.log].map((line) => line.split(' ')[1]);

test('the profile’s other channels are told, and whom it names by id, in their own language', async () => {
  const languages: Language[] = [];
  const render = slack.render.bind(slack);
  slack.render = (message) => {
    languages.push(message.language);
    return render(message);
  };
  await tell(['U0BRUNO001', chloe], { slack: directory({}, { U0BRUNO001: 'fr' }) });
  expect(heard()).toEqual(['C0INBOX', 'U0BRUNO001', '19:other@thread.tacv2', chloe]);
  expect(languages).toEqual(['en', 'fr']);
});

test('whom it names by address is told once, on a platform that knows them', async () => {
  const person = (platform: 'slack' | 'teams', id: string) => ({ platform, tenant: 'T', id, name: '–' });
  await tell(['anna@contoso.example', 'chloe@contoso.example', 'U0ANNA0001', 'nobody@contoso.example'], {
    slack: directory({ 'anna@contoso.example': person('slack', 'U0ANNA0001') }),
    teams: directory({
      'anna@contoso.example': person('teams', '00000000-0000-4000-8000-000000000002'),
      'chloe@contoso.example': person('teams', chloe),
    }),
  });
  expect(heard()).toEqual(['C0INBOX', 'U0ANNA0001', '19:other@thread.tacv2', chloe]);
});

test('a directory that can’t be asked, or somebody who can’t be reached, keeps nobody else from hearing of it', async () => {
  slack.befall('post', { problem: { kind: 'impossible', reason: 'not_in_channel' } });
  const away = directory({});
  away.memberWith = async () => {
    throw new PlatformUnavailable('teams', 'away');
  };
  await tell(['anna@contoso.example', chloe], { slack: away });
  expect(heard()).toEqual(['19:other@thread.tacv2', chloe]);
});
