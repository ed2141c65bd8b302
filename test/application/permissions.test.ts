import { rightsOf, seesProfile, visibleProfiles } from '../../src/application/permissions.js';
import type { Standing } from '../../src/application/ports.js';
import type { Profile } from '../../src/domain/profile.js';
import { profileStore } from '../fakes/profiles.js';
import { anna, person, profile } from '../support/referrals.js';

const member = (email: string | null = 'Anna.Berg@Desk.example', who = anna) =>
  ({ kind: 'member', person: who, email, language: 'en', timeZone: 'UTC' }) as const;

describe('who may act', () => {
  const may = (manages: boolean) => ({ may: true, actor: { person: anna, manages } });
  const notListed = { may: false, why: 'not-listed' };
  test.each<[string, Partial<Profile>, Standing, object]>([
    ['nobody is named: every member, with a manager’s rights', {}, member(), may(true)],
    ['managers are named: others act as well', { managers: ['U0BRUNO'] }, member(), may(false)],
    ['a manager by id', { managers: ['U0ANNA'] }, member(), may(true)],
    ['a manager by address, whatever its case', { managers: ['anna.berg@desk.EXAMPLE'] }, member(), may(true)],
    ['people are named, by id', { people: ['U0ANNA'] }, member(), may(true)],
    ['people are named, by address', { people: ['ANNA.BERG@desk.example'] }, member(), may(true)],
    ['people and managers are named', { people: ['U0ANNA'], managers: ['U0BRUNO'] }, member(), may(false)],
    ['a manager who isn’t among the people', { people: ['U0BRUNO'], managers: ['U0ANNA'] }, member(), may(true)],
    ['people are named, not this one', { people: ['U0BRUNO'] }, member(), notListed],
    ['a member without an address', { people: ['anna.berg@desk.example'] }, member(null), notListed],
    ['an id is compared as it is', { people: ['u0anna'] }, member(), notListed],
    ['nobody’s address is a name of theirs', { people: ['Anna Berg'] }, member(), notListed],
    ['an empty entry names nobody', { people: [''] }, member(null), notListed],
    ['part of an address', { people: ['berg@desk.example'] }, member(), notListed],
  ])('%s', (_name, changes, standing, rights) => {
    expect(rightsOf(standing, { ...profile, ...changes })).toEqual(rights);
  });

  test('whoever is named by their id on the other platform, once it is linked', () => {
    const id = '0a11a000-0000-4000-8000-000000000001';
    const links = [[anna, { platform: 'teams', tenant: 'contoso', id, name: 'Anna B.' }]] as const;
    const [people, managers] = [
      { ...profile, people: [id], managers: ['U0BRUNO'] },
      { ...profile, managers: [id] },
    ];
    expect(rightsOf(member(), people)).toEqual(notListed);
    expect(rightsOf(member(), people, links)).toEqual(may(false));
    expect(rightsOf(member(), managers)).toEqual(may(false));
    expect(rightsOf(member(), managers, links)).toEqual(may(true));
  });

  test.each(['guest', 'bot', 'external', 'unknown'] as const)('a %s never, even when listed', (kind) => {
    const all = { ...profile, people: ['U0ANNA'], managers: ['U0ANNA'] };
    expect(rightsOf({ kind, language: 'en' }, all)).toEqual({ may: false, why: 'not-a-member' });
    expect(rightsOf({ kind, language: 'en' }, profile)).toEqual({ may: false, why: 'not-a-member' });
  });
});

describe('who may look', () => {
  const profiles = [
    { ...profile, id: 'a', slackChannels: ['C1', 'C2'] },
    { ...profile, id: 'b', slackChannels: ['C2', 'C3'] },
    { ...profile, id: 'c', slackChannels: ['C4'], people: ['U0ANNA'] },
    { ...profile, id: 'd', slackChannels: [] },
  ];
  const asked: unknown[] = [];
  const ports = (...joined: string[]) => ({
    profiles: profileStore(...profiles),
    directory: {
      standing: async () => member(),
      memberWith: async () => null,
      memberOf: async (user: string, channels: readonly string[]) => {
        asked.push([user, channels]);
        return new Set(channels.filter((channel) => joined.includes(channel)));
      },
    },
  });
  const visible = async (...joined: string[]) =>
    (await visibleProfiles(ports(...joined), member())).map(({ id }) => id);

  test.each<[string[], string[]]>([
    [[], []],
    [['C1'], ['a']],
    [['C2'], ['a', 'b']],
    [
      ['C3', 'C4'],
      ['b', 'c'],
    ],
    [['C9'], []],
  ])('in %j: the profiles %j', async (joined, expected) => {
    expect(await visible(...joined)).toEqual(expected);
  });

  test('each channel is asked about once, for that person', async () => {
    asked.length = 0;
    await visible('C1');
    expect(asked).toEqual([['U0ANNA', ['C1', 'C2', 'C3', 'C4']]]);
  });

  test('one profile', async () => {
    const [a, d] = [profiles[0] ?? profile, profiles[3] ?? profile];
    expect(await seesProfile(ports('C2'), member(), a)).toBe(true);
    expect(await seesProfile(ports('C3'), member('x', person('U1')), a)).toBe(false);
    expect(await seesProfile(ports('C2'), member(), d)).toBe(false);
  });
});
