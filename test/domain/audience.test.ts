import { audienceOf, concernedByNotices } from '../../src/domain/audience.js';
import type { Tell } from '../../src/domain/ladders.js';
import type { Links, Person } from '../../src/domain/people.js';
import { anna, aReferral, bruno, later, profile, start } from '../support/referrals.js';

const annaInTeams: Person = { platform: 'teams', tenant: 'contoso', id: '0a11a000', name: 'Anna B.' };
const links: Links = [[anna, annaInTeams]];
const ref = ({ platform, id }: Person) => ({ platform, id });
const tell = (...people: Person[]): Tell[] => people.map((one) => ({ to: 'person', person: ref(one) }));
const owned = (owner: Person | null) => aReferral({ state: { kind: 'new', owner, urgent: null } });
const toOwner: Tell = { to: 'owner' };

describe('who has two identities is told once', () => {
  test('as they are named first', () => {
    expect(audienceOf(tell(annaInTeams, bruno, anna), owned(null), profile, start, links).direct).toEqual(
      [annaInTeams, bruno].map(ref),
    );
  });

  test('as the identity that is on it, though the other was named first', () => {
    const told = audienceOf([...tell(annaInTeams), toOwner], owned(anna), profile, start, links);
    expect(told.direct).toEqual([{ ...ref(anna), name: anna.name }]);
  });

  test('each, where nothing links them', () => {
    const told = audienceOf([...tell(annaInTeams), toOwner], owned(anna), profile, start);
    expect(told.direct.map(({ platform }) => platform)).toEqual(['teams', 'slack']);
  });

  test('not at all when they have just acted as the other', () => {
    const acted = {
      ...owned(null),
      history: [{ type: 'snoozed', at: later(0), version: 2, by: annaInTeams, fields: [], commandId: 'c' } as const],
    };
    expect(audienceOf(tell(anna, bruno), acted, profile, later(59_000), links).direct).toEqual([ref(bruno)]);
    expect(audienceOf(tell(anna), acted, profile, later(60_000), links).direct).toEqual([ref(anna)]);
  });

  test('under the card, whichever identity said that they would rather be told there', () => {
    const quiet = { ...profile, reminders: { ...profile.reminders, inChannel: [anna.id] } };
    const told = (teamsChannels: readonly string[]) =>
      audienceOf(tell(annaInTeams), owned(null), { ...quiet, teamsChannels }, start, links);
    expect(told(['19:inbox@thread.tacv2'])).toMatchObject({ mentioned: [ref(annaInTeams)], direct: [] });
    // Where no card of theirs stands, nobody could see it.
    expect(told([])).toMatchObject({ mentioned: [], direct: [ref(annaInTeams)] });
  });
});

test('whose links a notice asks for: those on it, those who acted last, and all whom the profile names', () => {
  const reminders = {
    ...profile.reminders,
    normal: [{ when: { at: 'after', ms: 1 }, tell: tell(bruno) }] as const,
    urgent: [],
    escalations: { boss: { people: [ref(annaInTeams)], userGroups: [] } },
    inChannel: ['U0QUIET'],
  };
  expect(concernedByNotices(owned(anna), { ...profile, reminders }).map(({ id }) => id)).toEqual([
    anna.id,
    bruno.id,
    annaInTeams.id,
    'U0QUIET',
  ]);
});
