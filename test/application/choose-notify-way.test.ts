import { chooseNotifyWay } from '../../src/application/choose-notify-way.js';
import type { NotifyStore } from '../../src/application/notify-ports.js';
import { type NotifyWay, personKey } from '../../src/domain/ladders.js';
import { anna, bruno } from '../support/referrals.js';

const annaInTeams = { ...anna, platform: 'teams', tenant: 't', id: '00000000-0000-4000-8000-000000000001' } as const;

function desk() {
  const ways = new Map<string, NotifyWay>();
  const notifyWays: NotifyStore = {
    chosenBy: async (people) =>
      new Map(
        people.flatMap((one) => {
          const way = ways.get(personKey(one));
          return way ? [[personKey(one), way] as const] : [];
        }),
      ),
    choose: async (person, way) => void ways.set(personKey(person), way),
  };
  const links = {
    among: async () => [],
    identitiesOf: async ({ person }: { person: typeof anna }) => (person === anna ? [anna, annaInTeams] : [person]),
  };
  return { ways, ports: { notifyWays, links } };
}
const member = (person: typeof anna) => ({ standing: { kind: 'member', person, email: null } }) as never;

test('a choice is of all of a person’s identities, and of nobody else’s', async () => {
  const { ways, ports } = desk();
  expect(await chooseNotifyWay(ports, member(anna), 'in-channel')).toMatchObject({ key: 'notify.done.in-channel' });
  expect([...ways]).toEqual([
    [personKey(anna), 'in-channel'],
    [personKey(annaInTeams), 'in-channel'],
  ]);
  expect(await chooseNotifyWay(ports, member(bruno), null)).toMatchObject({
    values: { now: { key: 'notify.now.unset' } },
  });
});

test('who is no member chooses nothing', async () => {
  const { ways, ports } = desk();
  expect(await chooseNotifyWay(ports, { standing: { kind: 'guest' } } as never, 'directly')).toMatchObject({
    key: 'refusal.not-a-member',
  });
  expect(ways.size).toBe(0);
});
