import type { ActionOutcome } from '../../src/playground/teams/people/people.js';
import { SteppedClock } from '../fakes/clock.js';
import { anna, inbox } from './cast.js';
import { type MirroredDesk, startMirroredDesk } from './teams-desk.js';

const inTeams = { name: 'Pilot', value: '100', currency: 'EUR', purchaseDate: '2099-03-31' };

/** The answer to an act says how to take it back; once it is pressed away, “Show all” still does. */
describe('Undo in “Show all”', () => {
  let desk: MirroredDesk;
  const clock = new SteppedClock();
  beforeAll(async () => {
    desk = await startMirroredDesk({ clock });
  });
  afterAll(async () => {
    await desk.stop();
    desk.teams.assertStrict();
    desk.slack.assertStrict();
  });

  const offersUndo = async (user: string, id: string) =>
    JSON.stringify((await desk.open(user, id, 'Show all')).card).includes('"Undo"');
  const says = (outcome: ActionOutcome) => outcome.kind === 'dialog' && JSON.stringify(outcome.dialog.card);

  test('takes back what was done in a dialog, and is nobody else’s', async () => {
    const { id } = await desk.rfi();
    expect(await offersUndo('anna', id)).toBe(false);
    await desk.open('anna', id, 'Accept');
    await desk.submit('anna', inTeams);
    desk.teams.people.closeDialog({ user: 'anna' });
    expect(await offersUndo('chloe', id)).toBe(false);
    expect(await offersUndo('anna', id)).toBe(true);
    expect(says(await desk.submit('anna', {}, 'Undo'))).toContain('Taken back');
    await desk.teams.until(() => desk.shows(id).includes('nobody is on it yet'));
    expect(await offersUndo('anna', id)).toBe(false);
  });

  test('takes back what was done at once, whose answer the new card has taken the place of', async () => {
    const { id } = await desk.rfi();
    await desk.press('bruno', id, 'Mark as urgent');
    await desk.teams.until(() => desk.shows(id).includes('marked this as urgent'));
    await desk.open('bruno', id, 'Show all');
    expect(says(await desk.submit('bruno', {}, 'Annuler'))).toBeTruthy();
    await desk.teams.until(() => !desk.shows(id).includes('marked this as urgent'));
  });

  test('is gone with its time', async () => {
    const { id } = await desk.rfi();
    await desk.press('chloe', id, 'Mark as urgent');
    await desk.teams.until(() => desk.shows(id).includes('marked this as urgent'));
    expect(await offersUndo('chloe', id)).toBe(true);
    clock.step(30_000);
    expect(await offersUndo('chloe', id)).toBe(false);
  });

  test('is offered to the same person after an act in Slack', async () => {
    const { slack } = desk;
    const { id } = await desk.rfi();
    const card = await slack.until(() =>
      slack.messages('rfi-inbox').find(({ threadTs, blocks }) => !threadTs && JSON.stringify(blocks).includes(id)),
    );
    const more = { user: anna, channel: inbox, ts: card.ts, actionId: 'deal:more' };
    await slack.people.selectOverflow({ ...more, option: `mark-urgent:${id}` });
    await desk.teams.until(() => desk.shows(id).includes('Anna Keller marked this as urgent'));
    expect(await offersUndo('chloe', id)).toBe(false);
    expect(await offersUndo('anna', id)).toBe(true);
    await desk.submit('anna', {}, 'Undo');
    await slack.until(() => !JSON.stringify(card.blocks).includes('marked this as urgent'));
  });
});
