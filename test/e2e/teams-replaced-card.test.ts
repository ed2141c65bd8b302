import type { StoredMessage } from '../../src/playground/teams/model.js';
import type { ActionOutcome } from '../../src/playground/teams/people/people.js';
import { hurry } from './hurry.js';
import { takenIn } from './post-rfi.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

/** Teams can't be searched: where a post's fate is unknown, or a card is said to be gone, another one is posted. */
describe('two cards of one referral', () => {
  let desk: TeamsDesk;
  beforeAll(async () => {
    desk = await startTeamsDesk({ pace: hurry, language: 'fr' });
  });
  afterEach(async () => {
    desk.teams.faults.clear();
    // What was marked as urgent is reminded of: not when the next test's mishap waits for its card.
    await desk.desk.runJob('deadlines');
    await desk.settled();
  });
  afterAll(async () => {
    await desk.stop();
    desk.teams.assertStrict();
  });

  const shown = (message: StoredMessage) => JSON.stringify(message.attachments);
  const press = (user: string, message: StoredMessage, action: string) =>
    desk.teams.people.click({ user, conversation: inboxChannel, message: message.id, action });
  const linkTo = ({ id }: StoredMessage) =>
    `https://teams.microsoft.com/l/message/${encodeURIComponent(inboxChannel)}/${id}`;
  /** What was said in the dialog that opened, or in the card that took the pressed one's place for the presser. */
  const answer = (outcome: ActionOutcome) =>
    JSON.stringify(outcome.kind === 'dialog' ? outcome.dialog.card : outcome.kind === 'card' ? outcome.card : outcome);

  async function twice(): Promise<{ id: string; older: StoredMessage; newer: StoredMessage }> {
    desk.rest();
    desk.teams.faults.dropAnswer('sendToConversation');
    desk.rest();
    const { id } = await takenIn(desk.url);
    const [older, newer] = await desk.teams.until(() => desk.cards(id).length === 2 && desk.cards(id));
    if (!older || !newer) throw new Error('no two cards');
    return { id, older, newer };
  }
  /** So that nothing is under way any more when the next test begins. */
  const lineUnder = ({ id }: StoredMessage) =>
    desk.teams.until(() => desk.teams.messages(inboxChannel).some(({ threadId }) => threadId === id));
  /** The older one has neither buttons nor anything else that could be out of date, and leads on. */
  async function marked(older: StoredMessage, newer: StoredMessage): Promise<void> {
    await desk.teams.until(() => shown(older).includes('a été remplacée par une plus récente'));
    expect(shown(older)).toContain(linkTo(newer));
    expect(shown(older)).not.toContain('"desk"');
  }

  test('a post of unknown fate that had arrived: the late duplicate is marked, and nobody acts by it', async () => {
    const { id, older, newer } = await twice();
    const outcome = await press('anna', older, 'Marquer comme urgente');
    expect(answer(outcome)).toContain('has been replaced by a newer one');
    expect(answer(outcome)).toContain(linkTo(newer));
    await marked(older, newer);
    expect((await desk.stored(id)).version).toBe(1);
    // The one that counts works, and is the one that follows.
    expect(await press('anna', newer, 'Marquer comme urgente')).toMatchObject({ kind: 'card' });
    await desk.teams.until(() => shown(newer).includes('🔥'));
    expect(shown(older)).not.toContain('🔥');
    await lineUnder(newer);
  });

  test('its buttons that open dialogs say so in the dialog', async () => {
    const { id, older, newer } = await twice();
    const outcome = await press('bruno', older, 'Accepter');
    expect(answer(outcome)).toContain('a été remplacée par une plus récente');
    expect(answer(outcome)).not.toContain('Input.');
    await marked(older, newer);
    expect((await desk.stored(id)).version).toBe(1);
  });

  test('and to a client that knows no dialogs, by a message', async () => {
    const { older, newer } = await twice();
    desk.teams.setClient('chloe', { execute: false, dialogs: false });
    expect(await press('chloe', older, 'Accepter')).toMatchObject({ kind: 'sent' });
    await marked(older, newer);
    const replies = () => desk.teams.messages(inboxChannel).filter(({ threadId }) => threadId === older.id);
    await desk.teams.until(() => replies().some((reply) => shown(reply).includes(linkTo(newer))));
  });

  test('a guest who presses it learns and changes nothing', async () => {
    const { older } = await twice();
    const before = shown(older);
    expect(answer(await press('gina', older, 'Marquer comme urgente'))).toContain('Only full members');
    expect(shown(older)).toBe(before);
  });

  test('ActivityNotFoundInConversation: another card is posted; the old one, if it is there after all, is marked', async () => {
    const { id, card: older } = await desk.rfi();
    desk.teams.faults.refuse('updateActivity', 'ActivityNotFoundInConversation');
    await press('anna', older, 'Marquer comme urgente');
    const newer = await desk.teams.until(() => desk.cards(id)[1]);
    expect(shown(newer)).toContain('🔥');
    await lineUnder(newer);
    const { version } = await desk.stored(id);
    const outcome = await press('bruno', older, 'Décliner');
    expect(answer(outcome)).toContain(linkTo(newer));
    await marked(older, newer);
    expect((await desk.stored(id)).version).toBe(version);
  });

  test('a mark that fails is made at the next press', async () => {
    const { older, newer } = await twice();
    desk.teams.faults.fail('updateActivity');
    expect(answer(await press('anna', older, 'Accepter'))).toContain(linkTo(newer));
    expect(answer(await press('anna', older, 'Accepter'))).toContain(linkTo(newer));
    await marked(older, newer);
  });

  test('a card that the desk knows nothing of becomes its own, and acts', async () => {
    const { id, card } = await desk.rfi();
    const destination = { platform: 'teams', kind: 'channel', id: inboxChannel } as const;
    await desk.desk.storage.cards.removeCard((await desk.stored(id)).id, destination);
    expect(await press('anna', card, 'Marquer comme urgente')).toMatchObject({ kind: 'card' });
    await desk.teams.until(() => shown(card).includes('🔥'));
    await lineUnder(card);
    expect(desk.cards(id)).toHaveLength(1);
  });
});
