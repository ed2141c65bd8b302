import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTeamsDesk, type TeamsDesk } from './teams-desk.js';

const slackAnna = 'U0ANNA0001';

const inSlack = {
  name: { value: 'Pilot at Contoso' },
  value: { value: '12500.50' },
  currency: { selectedOption: 'EUR' },
  purchaseDate: { selectedDate: '2099-03-31' },
};
const inTeams = { name: 'Pilot', value: '100', currency: 'EUR', purchaseDate: '2099-03-31' };

describe('one referral in Slack and Teams at once', () => {
  let desk: TeamsDesk;
  beforeEach(async () => {
    desk = await startTeamsDesk({ mirrored: true });
  });
  afterEach(async () => {
    await desk.stop();
    desk.teams.assertStrict();
    desk.slack?.assertStrict();
  });

  const slack = () => {
    if (!desk.slack) throw new Error('no Slack');
    return desk.slack;
  };
  const slackCard = (id: string) =>
    slack()
      .messages('rfi-inbox')
      .find((message) => !message.threadTs && JSON.stringify(message.blocks).includes(id));
  const dialogText = (user: string) =>
    JSON.stringify(desk.teams.dialogs.of(desk.teams.people.user(user).id)?.card ?? '');

  async function openInSlack(user: string, id: string, action: string) {
    const card = await slack().until(() => slackCard(id));
    const before = slack().views.top(user)?.id;
    await slack().people.click({ user, channel: 'C0RFIINBOX', ts: card.ts, actionId: `deal:${action}` });
    return slack().until(() => {
      const view = slack().views.top(user);
      return view && view.id !== before && view.definition.callback_id !== 'loading' && view;
    });
  }
  async function submitInSlack(user: string, viewId: string, values: Record<string, object>) {
    const named = Object.entries(values).map(([block, value]) => [block, { value }] as const);
    return slack().people.submitView({ user, viewId, values: Object.fromEntries(named) as never });
  }

  test('accepted in Teams, seen in Slack; the loser in Slack is told there', async () => {
    const { id } = await desk.rfi();
    const view = await openInSlack('U0BRUNO001', id, 'accept');
    await desk.open('anna', id, 'Accept');
    await desk.submit('anna', inTeams);
    await submitInSlack('U0BRUNO001', view.id, inSlack);
    expect(JSON.stringify(slack().views.top('U0BRUNO001')?.definition)).toContain('Anna Keller (Teams) l’a acceptée');
    await slack().until(() => JSON.stringify(slackCard(id)?.blocks).includes('Anna Keller is on it'));
    await desk.teams.until(() => desk.shows(id).includes('Anna Keller is on it'));
    await desk.open('chloe', id, 'Show all');
    expect(dialogText('chloe')).toContain('Anna Keller accepted · Teams');
  });

  test('accepted in Slack, seen in Teams; the loser in Teams is told there', async () => {
    const { id } = await desk.rfi();
    await desk.open('bruno', id, 'Accept');
    const view = await openInSlack(slackAnna, id, 'accept');
    await submitInSlack(slackAnna, view.id, inSlack);
    await desk.submit('bruno', inTeams);
    expect(dialogText('bruno')).toContain('Anna Keller (Slack) l’a acceptée');
    await desk.teams.until(() => desk.shows(id).includes('Anna Keller is on it'));
  });

  test('removed from the team, the bot says so in the other channel; back again, what was missed goes out', async () => {
    await desk.rfi();
    await desk.teams.talk.uninstall({ user: 'anna', conversation: 'RFI inbox' });
    await slack().until(() =>
      slack()
        .messages('rfi-inbox')
        .some(({ text }) => text.includes('removed from a Teams channel')),
    );
    const ready = await fetch(`${desk.url}/readyz`);
    expect(JSON.stringify(await ready.json())).toContain('teams-bot-removed');

    await fetch(`${desk.url}/healthz`);
    const { id: missed } = await desk.desk.storage.referrals
      .list({ profileIds: ['default'], show: { kind: 'inbox' }, skip: 0, limit: 1 })
      .then(({ items }) => items[0] ?? { id: '' });
    const card = await slack().until(() => slackCard(missed));
    await slack().people.selectOverflow({
      user: slackAnna,
      channel: 'C0RFIINBOX',
      ts: card.ts,
      actionId: 'deal:more',
      option: `mark-urgent:${missed}`,
    });
    await slack().until(() => JSON.stringify(slackCard(missed)?.blocks).includes('marked this as urgent'));
    expect(desk.shows(missed)).not.toContain('marked this as urgent');
    await desk.teams.talk.install({ user: 'anna', conversation: 'RFI inbox' });
    await desk.teams.until(() => desk.shows(missed).includes('marked this as urgent'));
  });

  test('a thousand people accept at once, half of them in each: one wins, 999 are told who did', async () => {
    const numbers = Array.from({ length: 500 }, (_none, n) => String(n).padStart(5, '0'));
    const common = { locale: 'en-US', tz: 'UTC' };
    const teamsPeople = numbers.map((n) =>
      desk.teams.addUser({ handle: `t${n}`, givenName: 'Teams', surname: n, ...common }),
    );
    const slackPeople = numbers.map(
      (n) => slack().addUser({ id: `U1${n}`, name: `s${n}`, realName: `Slack ${n}`, ...common }).id,
    );
    const { id } = await desk.rfi();
    // Everybody has the form that the desk opened for Anna, each with a nonce of their own.
    const dialog = await desk.open('anna', id, 'Accept');
    const nonce = /"n":"([\w-]+)"/.exec(JSON.stringify(dialog.card))?.[1] ?? '?';
    const showForm = ({ id: user, handle }: (typeof teamsPeople)[number]) => {
      const card = JSON.parse(JSON.stringify(dialog.card).replace(nonce, `${handle}-nonce`)) as typeof dialog.card;
      desk.teams.dialogs.show({ ...dialog, card, user });
    };
    const { definition } = await openInSlack(slackAnna, id, 'accept');
    const metadata = JSON.stringify({ r: id });
    for (const user of slackPeople) slack().views.open(user, { ...definition, private_metadata: metadata });
    const viewOf = (user: string) => slack().views.top(user)?.id ?? '';

    // The desk has just learnt who they are, which opening the form would have told it.
    for (let from = 0; from < 500; from += 50) {
      await Promise.all([
        ...teamsPeople
          .slice(from, from + 50)
          .map(({ handle }) => desk.teams.talk.direct({ user: handle, text: 'help' })),
        ...slackPeople
          .slice(from, from + 50)
          .map((user) => slack().people.slashCommand({ user, channel: 'C0RFIINBOX', command: '/deals', text: 'help' })),
      ]);
    }

    // On a machine too slow for so many, some are asked to press once more.
    const pressed = async (press: () => Promise<string | null>): Promise<string> => {
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const said = await press();
        if (said !== null) return said;
      }
      return 'nothing';
    };
    const outcomes = await Promise.all([
      ...teamsPeople.map((person) =>
        pressed(async () => {
          showForm(person);
          const { kind } = await desk.submit(person.handle, inTeams, 'Accept');
          const said = dialogText(person.handle);
          return kind === 'dialog' && said.includes('ccepted') ? said : null;
        }),
      ),
      ...slackPeople.map((user) =>
        pressed(async () => {
          const { kind } = await submitInSlack(user, viewOf(user), inSlack);
          if (kind === 'closed') return 'You accepted';
          return kind === 'updated' ? JSON.stringify(slack().views.top(user)?.definition.blocks) : null;
        }),
      ),
    ]);
    const won = outcomes.filter((said) => said.includes('You accepted') && !said.includes('already'));
    expect(won).toHaveLength(1);
    const { state, version } = (await desk.desk.storage.referrals.byId(id)) ?? {};
    expect(version).toBe(2);
    const winner = state?.owner?.name ?? '?';
    const where = state?.owner?.platform === 'slack' ? 'Slack' : 'Teams';
    expect(outcomes.filter((said) => said.includes(`${winner} (${where}) accepted this`))).toHaveLength(999);
    await desk.teams.until(() => desk.shows(id).includes(`${winner} is on it`));
    await slack().until(() => JSON.stringify(slackCard(id)?.blocks).includes(`${winner} is on it`));
    await desk.teams.until(() => desk.thread(id).length === 1);
  }, 300_000);
});
