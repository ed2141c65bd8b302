import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { slackInbox, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

const slackAnna = 'U0ANNA0001';
const inSlack = {
  name: { value: { value: 'Pilot at Contoso' } },
  value: { value: { value: '12500.50' } },
  currency: { value: { selectedOption: 'EUR' } },
  purchaseDate: { value: { selectedDate: '2099-03-31' } },
};
const inTeams = { name: 'Pilot', value: '100', currency: 'EUR', purchaseDate: '2099-03-31' };

/** Both stand-ins' directories say that anna@northwind-partners.example is their Anna's, and so on. */
describe('one person, in Slack and in Teams', () => {
  let desk: TeamsDesk;
  beforeAll(async () => {
    desk = await startTeamsDesk({ mirrored: true, profile: '    managers: [U0DANA0001]' });
  });
  afterAll(async () => {
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
  const owner = async (id: string) => (await desk.desk.storage.referrals.byId(id))?.state.owner;

  let count = 0;
  /** Each its own request: the same one twice would be one. */
  const rfi = () => desk.rfi({ externalId: `e-${++count}` });

  /** The form that Anna opens in Slack. */
  async function openInSlack(id: string): Promise<string> {
    const card = await slack().until(() => slackCard(id));
    const before = slack().views.top(slackAnna)?.id;
    await slack().people.click({ user: slackAnna, channel: slackInbox, ts: card.ts, actionId: 'deal:accept' });
    const view = await slack().until(() => {
      const top = slack().views.top(slackAnna);
      return top && top.id !== before && top.definition.callback_id !== 'loading' && top;
    });
    return view.id;
  }

  /** Resolves once Anna has accepted in Slack, and both cards say so. */
  async function acceptedInSlack(): Promise<string> {
    const { id } = await rfi();
    await slack().people.submitView({ user: slackAnna, viewId: await openInSlack(id), values: inSlack });
    await desk.teams.until(() => desk.shows(id).includes('accepted by Anna Keller (Slack)'));
    await slack().until(() => JSON.stringify(slackCard(id)?.blocks).includes('accepted by Anna Keller (Slack)'));
    return id;
  }

  test('accepted in Slack; in Teams it is among hers, she has accepted it, and she hands it over', async () => {
    const { id: another } = await rfi();
    const hers = await acceptedInSlack();
    const code = (await desk.desk.storage.referrals.byId(hers))?.code ?? '?';
    const otherCode = (await desk.desk.storage.referrals.byId(another))?.code ?? '?';
    await desk.teams.until(() => desk.thread(hers).includes('Anna Keller (Slack) accepted'));

    await desk.teams.talk.direct({ user: 'anna', text: 'mine' });
    const list = await desk.teams.until(() =>
      desk.teams
        .directMessages('anna')
        .map((message) => JSON.stringify(message.attachments))
        .find((text) => text.includes('Assigned to you')),
    );
    expect(list).toContain(code);
    expect(list).not.toContain(otherCode);

    await desk.open('anna', hers, 'Edit');
    await desk.submit('anna', { ...inTeams, name: 'A bigger pilot' });
    await slack().until(() => JSON.stringify(slackCard(hers)?.blocks).includes('A bigger pilot'));

    // Who isn't on it may not, and Dana may: the profile names her as a manager by her id in Slack.
    await desk.open('bruno', hers, 'Hand over');
    expect(dialogText('bruno')).toContain('Anna Keller');
    expect(dialogText('bruno')).not.toContain('Input.ChoiceSet');
    await desk.open('dana', hers, 'Hand over');
    expect(dialogText('dana')).toContain('Input.ChoiceSet');
    await desk.open('anna', hers, 'Hand over');
    await desk.submit('anna', { to: desk.teams.people.user('chloe').aadObjectId });
    await desk.teams.until(() => desk.shows(hers).includes('Chloe Adams is on it'));
    expect(await owner(hers)).toMatchObject({ platform: 'teams', name: 'Chloe Adams' });
  });

  test('she is told that it was she, and others that it was she in Slack', async () => {
    const { id } = await rfi();
    const viewId = await openInSlack(id);
    await desk.open('anna', id, 'Accept');
    await desk.open('chloe', id, 'Accept');
    await slack().people.submitView({ user: slackAnna, viewId, values: inSlack });
    await desk.submit('anna', inTeams);
    expect(dialogText('anna')).toContain('You accepted this');
    await desk.submit('chloe', inTeams);
    expect(dialogText('chloe')).toContain('Anna Keller (Slack) accepted this');
  });

  test('what she did in Slack she takes back in Teams; nobody else does', async () => {
    // The dialog with “Undo” of something that she did in Teams, made to be about what she then did in Slack.
    const { id: first } = await rfi();
    await desk.open('anna', first, 'Accept');
    await desk.submit('anna', inTeams);
    const mine = desk.teams.dialogs.of(desk.teams.people.user('anna').id);
    const undone = (await desk.desk.storage.referrals.byId(first))?.undo?.commandId;
    const id = await acceptedInSlack();
    const of = (await desk.desk.storage.referrals.byId(id))?.undo?.commandId;
    if (!mine || !undone || !of) throw new Error('nothing to undo');
    const text = JSON.stringify(mine.card).replaceAll(JSON.stringify(undone), JSON.stringify(of)).replaceAll(first, id);
    const show = (user: string) =>
      desk.teams.dialogs.show({
        ...mine,
        card: JSON.parse(text) as typeof mine.card,
        user: desk.teams.people.user(user).id,
      });

    show('chloe');
    await desk.submit('chloe', {}, 'Undo');
    expect(dialogText('chloe')).toContain('Only the person who did it');
    show('anna');
    await desk.submit('anna', {}, 'Undo');
    expect(dialogText('anna')).toContain('Taken back');
    await slack().until(() => JSON.stringify(slackCard(id)?.blocks).includes('nobody is on it yet'));
  });
});
