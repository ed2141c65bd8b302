import type { StoredView } from '../../src/playground/slack/views.js';
import { pilot } from './cases.js';
import { anna, bruno, dana } from './cast.js';
import { enteredIn } from './in-slack.js';
import { objectId } from './teams-cast.js';
import { type MirroredDesk, startMirroredDesk } from './teams-desk.js';

/** A thousand answers at once take longer than either platform waits for one. */
const patient = { withinMs: 60_000 };

let desk: MirroredDesk;
beforeAll(async () => {
  desk = await startMirroredDesk({ profile: `    managers: [${dana}]`, answerWithinMs: patient.withinMs });
});
afterAll(async () => {
  await desk.stop();
  desk.teams.assertStrict();
  desk.slack.assertStrict();
});

const openInSlack = async (user: string, id: string) => {
  await desk.slack.until(() => desk.inSlack.card(id));
  return desk.inSlack.open(user, id, 'accept');
};

const acceptInSlack = (user: string, form: StoredView) => desk.inSlack.submit(user, enteredIn(form, pilot));

describe('one referral in Slack and Teams at once', () => {
  test('accepted in Teams, seen in Slack; the loser in Slack is told there', async () => {
    const { id } = await desk.rfi();
    const view = await openInSlack(bruno, id);
    await desk.open('anna', id, 'Accept');
    await desk.submit('anna', pilot);
    await acceptInSlack(bruno, view);
    expect(JSON.stringify(desk.inSlack.form(bruno)?.definition)).toContain('Anna Keller (Teams) l’a acceptée');
    await desk.inSlack.cardSays(id, 'Anna Keller is on it');
    await desk.cardSays(id, 'Anna Keller is on it');
    await desk.open('chloe', id, 'Show all');
    expect(desk.dialog('chloe')).toContain('Anna Keller accepted · Teams');
  });

  test('accepted in Slack, seen in Teams; the loser in Teams is told there', async () => {
    const { id } = await desk.rfi();
    await desk.open('bruno', id, 'Accept');
    const view = await openInSlack(anna, id);
    await acceptInSlack(anna, view);
    await desk.submit('bruno', pilot);
    expect(desk.dialog('bruno')).toContain('Anna Keller (Slack) l’a acceptée');
    await desk.cardSays(id, 'Anna Keller is on it');
  });

  test('removed from the team, the bot says so in the other channel; back again, what was missed goes out', async () => {
    const { id: missed } = await desk.rfi();
    await desk.slack.until(() => desk.inSlack.card(missed));
    await desk.teams.talk.uninstall({ user: 'anna', conversation: 'RFI inbox' });
    await desk.slack.until(() =>
      desk.slack.messages('rfi-inbox').some(({ text }) => text.includes('removed from a Teams channel')),
    );
    const ready = await fetch(`${desk.url}/readyz`);
    expect(JSON.stringify(await ready.json())).toContain('teams-bot-removed');

    await desk.inSlack.press(anna, missed, 'mark-urgent');
    await desk.inSlack.cardSays(missed, 'marked this as urgent');
    expect(desk.shows(missed)).not.toContain('marked this as urgent');
    await desk.teams.talk.install({ user: 'anna', conversation: 'RFI inbox' });
    await desk.cardSays(missed, 'marked this as urgent');
  });
});

/** Both stand-ins’ directories say that anna@northwind-partners.example is their Anna’s, and so on. */
describe('one person, in Slack and in Teams', () => {
  /** Resolves once Anna has accepted in Slack, and both cards say so. */
  async function acceptedInSlack(): Promise<string> {
    const { id } = await desk.rfi();
    await acceptInSlack(anna, await openInSlack(anna, id));
    await desk.cardSays(id, 'accepted by Anna Keller (Slack)');
    await desk.inSlack.cardSays(id, 'accepted by Anna Keller (Slack)');
    return id;
  }

  test('accepted in Slack; in Teams it is among hers, she has accepted it, and she hands it over', async () => {
    const { id: another } = await desk.rfi();
    const hers = await acceptedInSlack();
    const code = (await desk.stored(hers)).code;
    const otherCode = (await desk.stored(another)).code;
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
    await desk.submit('anna', { name: 'A bigger pilot' });
    await desk.inSlack.cardSays(hers, 'A bigger pilot');

    // Who isn't on it may not, and Dana may: the profile names her as a manager by her id in Slack.
    await desk.open('bruno', hers, 'Hand over');
    expect(desk.dialog('bruno')).toContain('Anna Keller');
    expect(desk.dialog('bruno')).not.toContain('Input.ChoiceSet');
    await desk.open('dana', hers, 'Hand over');
    expect(desk.dialog('dana')).toContain('Input.ChoiceSet');
    await desk.open('anna', hers, 'Hand over');
    await desk.submit('anna', { to: objectId('chloe') });
    await desk.cardSays(hers, 'Chloe Adams is on it');
    expect((await desk.stored(hers)).state.owner).toMatchObject({ platform: 'teams', name: 'Chloe Adams' });
  });

  test('she is told that it was she, and others that it was she in Slack', async () => {
    const { id } = await desk.rfi();
    const view = await openInSlack(anna, id);
    await desk.open('anna', id, 'Accept');
    await desk.open('chloe', id, 'Accept');
    await acceptInSlack(anna, view);
    await desk.submit('anna', pilot);
    expect(desk.dialog('anna')).toContain('You accepted this');
    await desk.submit('chloe', pilot);
    expect(desk.dialog('chloe')).toContain('Anna Keller (Slack) accepted this');
  });

  test('what she did in Slack she takes back in Teams; nobody else does', async () => {
    // The dialog with “Undo” of something that she did in Teams, made to be about what she then did in Slack.
    const { id: first } = await desk.rfi();
    await desk.open('anna', first, 'Accept');
    await desk.submit('anna', pilot);
    const mine = desk.teams.dialogs.of(desk.teams.people.user('anna').id);
    const undone = (await desk.stored(first)).undo?.commandId;
    const id = await acceptedInSlack();
    const of = (await desk.stored(id)).undo?.commandId;
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
    expect(desk.dialog('chloe')).toContain('Only the person who did it');
    show('anna');
    await desk.submit('anna', {}, 'Undo');
    expect(desk.dialog('anna')).toContain('Taken back');
    await desk.inSlack.cardSays(id, 'nobody is on it yet');
  });
});

test('a thousand people accept at once, half of them in each: one wins, 999 are told who did', async () => {
  const numbers = Array.from({ length: 500 }, (_none, n) => String(n).padStart(5, '0'));
  const common = { locale: 'en-US', tz: 'UTC' };
  const teamsPeople = numbers.map((n) =>
    desk.teams.addUser({ handle: `t${n}`, givenName: 'Teams', surname: n, ...common }),
  );
  const slackPeople = numbers.map(
    (n) => desk.slack.addUser({ id: `U1${n}`, name: `s${n}`, realName: `Slack ${n}`, ...common }).id,
  );
  const { id } = await desk.rfi();
  // Everybody has the form that the desk opened for Anna, each with a nonce of their own.
  const dialog = await desk.open('anna', id, 'Accept');
  const nonce = /"n":"([\w-]+)"/.exec(JSON.stringify(dialog.card))?.[1] ?? '?';
  const showForm = ({ id: user, handle }: (typeof teamsPeople)[number]) => {
    const card = JSON.parse(JSON.stringify(dialog.card).replace(nonce, `${handle}-nonce`)) as typeof dialog.card;
    desk.teams.dialogs.show({ ...dialog, card, user });
  };
  const form = await openInSlack(anna, id);
  const { definition } = form;
  const entered = enteredIn(form, pilot);
  const metadata = JSON.stringify({ r: id });
  for (const user of slackPeople) desk.slack.views.open(user, { ...definition, private_metadata: metadata });

  const outcomes = await Promise.all([
    ...teamsPeople.map(async (person) => {
      showForm(person);
      await desk.submit(person.handle, pilot, 'Accept', patient);
      return desk.dialog(person.handle);
    }),
    ...slackPeople.map(async (user) => {
      const { kind } = await desk.inSlack.submit(user, entered, patient);
      return kind === 'closed' ? 'You accepted' : JSON.stringify(desk.slack.views.top(user)?.definition.blocks);
    }),
  ]);
  const won = outcomes.filter((said) => said.includes('You accepted') && !said.includes('already'));
  expect(won).toHaveLength(1);
  const { state, version } = await desk.stored(id);
  expect(version).toBe(2);
  const winner = state.owner?.name ?? '?';
  const where = state.owner?.platform === 'slack' ? 'Slack' : 'Teams';
  const isTold = (said: string) => said.includes(`${winner} (${where}) accepted this`);
  expect(outcomes.filter((said) => said !== won[0] && !isTold(said))).toEqual([]);
  await desk.cardSays(id, `${winner} is on it`);
  await desk.inSlack.cardSays(id, `${winner} is on it`);
  await desk.teams.until(() => desk.thread(id).length === 1);
}, 120_000);
