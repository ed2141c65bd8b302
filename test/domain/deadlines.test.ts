import { attend } from '../../src/domain/attend.js';
import type { Command } from '../../src/domain/commands.js';
import { dueNotices, nextDeadline } from '../../src/domain/deadlines.js';
import type { ChosenWays } from '../../src/domain/ladders.js';
import { type Circumstances, decide } from '../../src/domain/lifecycle.js';
import type { Profile } from '../../src/domain/profile.js';
import type { Referral } from '../../src/domain/referral.js';
import { snoozeUntil } from '../../src/domain/snooze.js';
import { actor, anna, aReferral, profile as berlin, bruno, dana, engagement, hours } from '../support/referrals.js';

const at = (text: string) => new Date(text);
const plus = (date: Date, ms: number) => new Date(date.getTime() + ms);
const minutes = (count: number) => count * 60_000;

/** Comes in at that moment; Monday 2026-03-02 09:00 in Berlin is 08:00 UTC. */
function received(text: string, changes: Partial<Referral> = {}): Referral {
  const createdAt = at(text);
  return aReferral({
    receivedAt: createdAt,
    createdAt,
    respondBy: plus(createdAt, hours(24)),
    expiresAt: plus(createdAt, hours(14 * 24)),
    urgentUntil: plus(createdAt, hours(72)),
    history: [{ type: 'received', at: createdAt, version: 1, by: null, fields: [], commandId: null }],
    ...changes,
  });
}
const urgent = (text: string) =>
  received(text, { state: { kind: 'new', owner: null, urgent: { by: 'customer', since: at(text) } } });

function act(referral: Referral, command: Command, now: Date, by = anna): Referral {
  const circumstances: Circumstances = {
    actor: actor(by, true),
    now,
    undoWindow: 30_000,
    tellCustomer: 'own' as const,
  };
  const answer = decide(referral, command, circumstances);
  if (answer.kind !== 'changed') throw new Error(JSON.stringify(answer));
  return answer.next;
}

/** Lives through the referral's deadlines, looking exactly when it asks to be looked at; what it said, and when. */
function live(referral: Referral, profile: Profile, until: string): { said: string[]; referral: Referral } {
  const said: string[] = [];
  let look: Date | null = referral.history.at(-1)?.at ?? referral.createdAt;
  let current = referral;
  for (let guard = 0; look && look < at(until) && guard < 500; guard += 1) {
    const now: Date = look;
    const attention = attend(current, profile, now);
    if (attention.kind === 'expire') {
      said.push(`${now.toISOString().slice(0, 16)} expire`);
      return { said, referral: current };
    }
    if (attention.kind === 'changed') {
      const what = attention.event?.notice ?? 'redraw';
      said.push(`${now.toISOString().slice(0, 16)} ${what}`);
      current = attention.next;
    } else if (attention.look && attention.look <= now) {
      throw new Error(`asked to be looked at again at ${now.toISOString()}, and nothing was due`);
    }
    look = attention.look;
  }
  return { said, referral: current };
}

describe('the normal ladder', () => {
  test('from Monday morning to its expiry, in working hours', () => {
    const { said } = live(received('2026-03-02T08:00:00Z'), berlin, '2027-01-01');
    expect(said).toEqual([
      '2026-03-02T12:00 waiting',
      // 12 h and 20 h fall into the night: both become one, at the end of the day.
      '2026-03-02T16:00 waiting',
      '2026-03-03T08:00 goal-passed',
      ...['04', '05', '06', '09', '10', '11', '12', '13'].map((day) => `2026-03-${day}T08:00 still-waiting`),
      // 48 h before the expiry is a Saturday, 24 h before it a Sunday: said on Friday at the end of the day.
      '2026-03-13T16:00 expiring',
      '2026-03-16T08:00 expire',
    ]);
  });

  test('on Friday evening the warnings wait for Monday, and become one with the passed goal', () => {
    const { said } = live(received('2026-03-06T18:00:00Z'), berlin, '2026-03-10T00:00:00Z');
    expect(said).toEqual(['2026-03-07T18:00 redraw', '2026-03-09T08:00 goal-passed']);
  });

  test('on Friday shortly before the end of the day, all warnings come at its end', () => {
    const { said } = live(received('2026-03-06T15:30:00Z'), berlin, '2026-03-10T00:00:00Z');
    expect(said).toEqual(['2026-03-06T16:00 waiting', '2026-03-07T15:30 redraw', '2026-03-09T08:00 goal-passed']);
  });

  test('a share of the time to the expiry', () => {
    const normal = [{ when: { at: 'share', of: 0.5 }, tell: [{ to: 'thread' }] }] as const;
    const profile = { ...berlin, reminders: { ...berlin.reminders, normal } };
    const { said } = live(received('2026-03-02T10:00:00Z'), profile, '2026-03-15T00:00:00Z');
    expect(said).toEqual(['2026-03-03T10:00 redraw', '2026-03-09T10:00 expiring']);
  });

  test('that the goal has passed is news once', () => {
    const tell = [{ to: 'channel' }] as const;
    const rung = (count: number) => ({ when: { at: 'after', ms: hours(count) }, tell }) as const;
    const normal = [rung(24), rung(30), rung(72), { when: { at: 'mornings', afterMs: hours(96) }, tell } as const];
    const profile = { ...berlin, reminders: { ...berlin.reminders, normal } };
    const { said } = live(received('2026-03-02T10:00:00Z'), profile, '2026-03-10T00:00:00Z');
    expect(said).toEqual([
      '2026-03-03T10:00 goal-passed',
      // In closed hours it waits for the opening, as the news itself would.
      '2026-03-04T08:00 still-waiting',
      '2026-03-05T10:00 still-waiting',
      '2026-03-09T08:00 still-waiting',
    ]);
  });

  test('ends with the acceptance', () => {
    const accepted = act(
      received('2026-03-02T08:00:00Z'),
      { id: 'c1', type: 'accept', engagement: { ...engagement, purchaseDate: '2026-12-31' } },
      at('2026-03-02T09:00:00Z'),
    );
    expect(live(accepted, berlin, '2026-12-01').said).toEqual([]);
  });
});

describe('the urgent ladder', () => {
  test('knows no closed hours, and the flame cools', () => {
    const profile = { ...berlin, reminders: { ...berlin.reminders, normal: [] } };
    expect(live(urgent('2026-03-07T22:00:00Z'), profile, '2026-03-20T00:00:00Z').said).toEqual([
      '2026-03-07T22:00 urgent',
      '2026-03-07T22:15 urgent-waiting',
      '2026-03-07T23:00 urgent-waiting',
      '2026-03-08T02:00 urgent-waiting',
      '2026-03-08T22:00 urgent-waiting',
      '2026-03-10T22:00 redraw',
    ]);
  });

  test('“Contacted” ends it, and nothing else', () => {
    const contacted = act(urgent('2026-03-07T22:00:00Z'), { id: 'c1', type: 'contacted' }, at('2026-03-07T22:05:00Z'));
    expect(live(contacted, berlin, '2026-03-11T00:00:00Z').said).toEqual([
      '2026-03-08T22:00 redraw',
      '2026-03-09T08:00 goal-passed',
      '2026-03-10T08:00 still-waiting',
    ]);
  });

  test('marked urgent anew, it begins anew, even after the clock went back', () => {
    const first = attend(urgent('2026-03-02T08:00:00Z'), berlin, at('2026-03-02T10:00:00Z'));
    if (first.kind !== 'changed') throw new Error('nothing was due');
    const calm = act(first.next, { id: 'c1', type: 'unmark-urgent' }, at('2026-03-02T09:10:00Z'));
    const again = act(calm, { id: 'c2', type: 'mark-urgent' }, at('2026-03-02T09:20:00Z'));
    expect(live(again, berlin, '2026-03-02T10:00:00Z').said).toEqual([
      '2026-03-02T09:20 urgent',
      '2026-03-02T09:35 urgent-waiting',
    ]);
  });
});

describe('while the desk was down', () => {
  test('what is still true is said once', () => {
    const notices = attend(received('2026-03-02T08:00:00Z'), berlin, at('2026-03-05T10:00:00Z'));
    expect(notices).toMatchObject({ kind: 'changed', event: { notice: 'goal-passed' } });
    if (notices.kind !== 'changed') return;
    expect(notices.look).toEqual(at('2026-03-06T08:00:00Z'));
    expect(dueNotices(notices.next, berlin, at('2026-03-05T10:00:01Z'))).toEqual([]);
  });

  test('on return at night it waits for the morning, unless it is urgent', () => {
    const night = at('2026-03-05T02:00:00Z');
    const calm = received('2026-03-02T08:00:00Z', { reminded: { drawnUntil: night } });
    expect(attend(calm, berlin, night)).toEqual({ kind: 'nothing', look: at('2026-03-05T08:00:00Z') });
    const event = { notice: 'urgent', told: { channel: true } };
    expect(attend(urgent('2026-03-02T08:00:00Z'), berlin, night)).toMatchObject({ kind: 'changed', event });
  });

  test('whatever else is missed, an expiry comes first', () => {
    expect(attend(urgent('2026-03-02T08:00:00Z'), berlin, at('2026-03-20T02:00:00Z'))).toEqual({ kind: 'expire' });
  });
});

describe('a pause', () => {
  const snoozed = (until: Date) =>
    act(received('2026-03-02T08:00:00Z'), { id: 'c1', type: 'snooze', until }, at('2026-03-02T11:00:00Z'));

  test('puts off what falls into it', () => {
    expect(live(snoozed(at('2026-03-02T13:00:00Z')), berlin, '2026-03-02T23:00:00Z').said).toEqual([
      '2026-03-02T13:00 waiting',
      '2026-03-02T16:00 waiting',
    ]);
  });

  test('that ends at night ends in the morning', () => {
    expect(live(snoozed(at('2026-03-02T20:00:00Z')), berlin, '2026-03-03T12:00:00Z').said).toEqual([
      '2026-03-02T20:00 redraw',
      '2026-03-03T08:00 goal-passed',
    ]);
  });

  test('does not put off what was said before it, though the clock went back', () => {
    const said = attend(received('2026-03-02T08:00:00Z'), berlin, at('2026-03-02T12:00:00Z'));
    if (said.kind !== 'changed') throw new Error('nothing was due');
    const until = at('2026-03-02T12:30:00Z');
    const paused = act(said.next, { id: 'c1', type: 'snooze', until }, at('2026-03-02T11:05:00Z'));
    expect(live(paused, berlin, '2026-03-02T15:00:00Z').said).toEqual(['2026-03-02T12:30 redraw']);
  });

  test.each([
    ['1h', '2026-03-06T15:00:00Z', '2026-03-06T16:00:00Z'],
    ['4h', '2026-03-06T15:00:00Z', '2026-03-06T19:00:00Z'],
    ['tomorrow', '2026-03-03T15:00:00Z', '2026-03-04T08:00:00Z'],
    ['tomorrow', '2026-03-06T15:00:00Z', '2026-03-09T08:00:00Z'],
    ['monday', '2026-03-02T07:00:00Z', '2026-03-09T08:00:00Z'],
    ['monday', '2026-03-27T15:00:00Z', '2026-03-30T07:00:00Z'],
  ] as const)('of %s from %s lasts until %s', (snooze, now, until) => {
    expect(snoozeUntil(snooze, berlin, at(now))).toEqual(at(until));
  });

  test('is refused on what is over, into the past, and for longer than a referral lives', () => {
    const referral = received('2026-03-02T08:00:00Z');
    const now = at('2026-03-02T11:00:00Z');
    const circumstances = { actor: actor(anna), now, undoWindow: 0, tellCustomer: 'own' as const };
    for (const until of [now, plus(now, hours(14 * 24) + 1)]) {
      const answer = decide(referral, { id: 'c1', type: 'snooze', until }, circumstances);
      expect(answer).toEqual({ kind: 'refused', refusal: { code: 'invalid', fields: { until: 'out-of-range' } } });
    }
  });
});

describe('a deal past its purchase date', () => {
  const deal = (purchaseDate: string) =>
    act(
      received('2026-03-02T08:00:00Z'),
      { id: 'c1', type: 'accept', engagement: { ...engagement, purchaseDate } },
      at('2026-03-02T09:00:00Z'),
    );

  test('is asked about on the next working morning, weekly at most', () => {
    const { said, referral } = live(deal('2026-03-12'), berlin, '2026-04-09T00:00:00Z');
    expect(said).toEqual([
      '2026-03-13T08:00 deal-due',
      '2026-03-20T08:00 deal-due',
      '2026-03-27T08:00 deal-due',
      // The clocks went forward in between.
      '2026-04-03T07:00 deal-due',
    ]);
    expect(referral.history.at(-1)?.told).toEqual({
      channel: false,
      groups: [],
      mentioned: [],
      direct: [{ platform: 'slack', id: anna.id, name: anna.name }],
    });
  });

  test('not sooner because its date was moved', () => {
    const asked = live(deal('2026-03-12'), berlin, '2026-03-14T00:00:00Z').referral;
    const { contacts: _, ...fields } = engagement;
    const edit = { id: 'c2', type: 'edit', engagement: { ...fields, purchaseDate: '2026-03-15' } } as const;
    const moved = act(asked, edit, at('2026-03-14T10:00:00Z'));
    expect(live(moved, berlin, '2026-03-25T00:00:00Z').said).toEqual(['2026-03-20T08:00 deal-due']);
  });
});

describe('whom a notice tells', () => {
  const told = (referral: Referral, profile: Profile, now: string, chosen?: ChosenWays) => {
    const attention = attend(referral, profile, at(now), [], chosen);
    return attention.kind === 'changed' ? attention.event?.told : null;
  };
  const escalations = {
    managers: { people: [{ platform: 'slack', id: dana.id }], userGroups: ['S0MANAGERS'] },
  } as const;
  const normal = [
    {
      when: { at: 'after', ms: hours(1) },
      tell: [
        { to: 'thread' },
        { to: 'channel' },
        { to: 'user-group', id: 'S0SALES' },
        { to: 'escalation', name: 'managers' },
        { to: 'person', person: { platform: 'slack', id: bruno.id } },
      ],
    },
  ] as const;
  const profile = { ...berlin, reminders: { ...berlin.reminders, normal, escalations, inChannel: [dana.id] } };
  const referral = received('2026-03-02T08:00:00Z');

  test('those whom the rung names', () => {
    expect(told(referral, profile, '2026-03-02T09:00:00Z')).toEqual({
      channel: true,
      groups: ['S0SALES', 'S0MANAGERS'],
      mentioned: [{ platform: 'slack', id: dana.id }],
      direct: [{ platform: 'slack', id: bruno.id }],
    });
  });

  test('their own choice wins over the profile’s', () => {
    const chosen: ChosenWays = new Map([
      [`slack:${dana.id}`, 'directly'],
      [`slack:${bruno.id}`, 'in-channel'],
    ]);
    expect(told(referral, profile, '2026-03-02T09:00:00Z', chosen)).toMatchObject({
      mentioned: [{ id: bruno.id }],
      direct: [{ id: dana.id }],
    });
  });

  test('directly where their platform has no channel to mention them in', () => {
    const lea = { platform: 'teams', id: '00000000-0000-4000-8000-000000000001' } as const;
    const rung = { when: normal[0].when, tell: [{ to: 'person', person: lea }] } as const;
    const reminders = { ...berlin.reminders, normal: [rung], inChannel: [lea.id] };
    const ways = (teamsChannels: readonly string[]) =>
      told(referral, { ...berlin, reminders, teamsChannels }, '2026-03-02T09:00:00Z');
    expect(ways([])).toMatchObject({ mentioned: [], direct: [lea] });
    expect(ways(['19:a@thread.tacv2'])).toMatchObject({ mentioned: [lea], direct: [] });
  });

  test('“I’m on it” moves it to the person', () => {
    const taken = act(referral, { id: 'c1', type: 'assign', to: anna }, at('2026-03-02T08:10:00Z'));
    expect(told(taken, profile, '2026-03-02T09:00:00Z')).toEqual({
      channel: false,
      groups: ['S0MANAGERS'],
      mentioned: [{ platform: 'slack', id: dana.id }],
      direct: [
        { platform: 'slack', id: anna.id, name: anna.name },
        { platform: 'slack', id: bruno.id },
      ],
    });
  });

  test('not whoever has just acted', () => {
    const taken = act(referral, { id: 'c1', type: 'assign', to: anna }, at('2026-03-02T08:59:30Z'));
    expect(told(taken, profile, '2026-03-02T09:00:00Z')?.direct).toEqual([{ platform: 'slack', id: bruno.id }]);
    const marked = act(referral, { id: 'c2', type: 'mark-urgent' }, at('2026-03-02T08:59:30Z'), bruno);
    expect(told(marked, profile, '2026-03-02T09:00:00Z')?.direct).toEqual([]);
  });

  test('the most pressing words, to everybody whom one of them tells', () => {
    const late = told(urgent('2026-03-02T08:00:00Z'), profile, '2026-03-02T09:00:00Z');
    expect(late).toMatchObject({ channel: true, groups: ['S0SALES', 'S0MANAGERS'] });
  });
});

test('what asks for nothing is never looked at', () => {
  const declined = act(
    received('2026-03-02T08:00:00Z'),
    { id: 'c1', type: 'decline', reason: 'others', notes: 'n' },
    plus(at('2026-03-02T08:00:00Z'), minutes(1)),
  );
  expect(nextDeadline(declined, berlin, at('2026-03-02T09:00:00Z'))).toBeNull();
});
