import { anna, bruno, inbox } from './cast.js';
import { isReply } from './in-slack.js';
import { postRfi } from './post-rfi.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';

const engagement = {
  name: { value: 'Pilot at Contoso' },
  value: { value: '12500.50' },
  currency: { selectedOption: 'EUR' },
  purchaseDate: { selectedDate: '2099-03-31' },
  notes: { value: 'Talk to Sue.' },
};

describe.each(['http', 'socket'] as const)('an RFI from card to won, by %s', (mode) => {
  let desk: SlackDesk;
  beforeAll(async () => {
    desk = await startSlackDesk({ mode });
  });
  afterEach(() => desk.turnOver());
  afterAll(() => desk.stop());

  const thread = () =>
    desk.slack
      .messages('rfi-inbox')
      .filter(isReply)
      .map((message) => message.text);

  test('accept, win; the card follows, the thread tells, the actor may undo', async () => {
    const { id, code } = await desk.rfi();

    await desk.open(anna, id, 'accept');
    expect(await desk.submit(anna, engagement)).toMatchObject({ kind: 'closed' });
    await desk.slack.until(() => JSON.stringify(desk.card(id)?.blocks).includes('Anna Keller is on it'));
    const [told] = await desk.slack.until(() => {
      const found = desk.slack.ephemerals(anna);
      return found.length > 0 && found;
    });
    expect(told?.text).toContain(code);
    expect(JSON.stringify(told?.blocks)).toContain('deal:undo');
    expect(desk.slack.ephemerals(bruno)).toEqual([]);

    await desk.open(anna, id, 'win');
    expect(await desk.submit(anna, { finalValue: { value: '12000' } })).toMatchObject({ kind: 'closed' });
    await desk.slack.until(() => JSON.stringify(desk.card(id)?.blocks).includes('Won · Anna Keller'));
    await desk.slack.until(() => thread().length === 2);
    expect(thread()).toEqual(['Anna Keller accepted', 'Anna Keller marked it as won 🏆']);
  });

  test('the loser of a race is told in the acknowledgement who won', async () => {
    const { id } = await desk.rfi();
    await desk.open(anna, id, 'accept');
    await desk.open(bruno, id, 'accept');
    expect(await desk.submit(anna, engagement)).toMatchObject({ kind: 'closed' });
    const lost = await desk.submit(bruno, engagement);
    expect(lost).toMatchObject({ kind: 'updated' });
    expect(JSON.stringify(desk.form(bruno)?.definition.blocks)).toContain('Anna Keller l’a acceptée');
  });

  test('undo takes it back', async () => {
    const { id } = await desk.rfi();
    await desk.open(anna, id, 'accept');
    await desk.submit(anna, engagement);
    const told = await desk.slack.until(() => desk.slack.ephemerals(anna)[0]);
    await desk.slack.people.click({ user: anna, ephemeral: told.id, actionId: 'deal:undo' });
    await desk.slack.until(() => JSON.stringify(desk.card(id)?.blocks).includes('nobody is on it yet'));
  });

  test('a list, its pages, one deal', async () => {
    for (let n = 0; n < 12; n += 1) {
      await postRfi(desk.url, { customer: { name: `Customer ${n}` }, notes: 'Help.', externalId: `e-${n}` });
    }
    await desk.slack.people.slashCommand({ user: anna, channel: inbox, command: '/deals', text: 'inbox' });
    const list = await desk.slack.until(() => desk.slack.ephemerals(anna)[0]);
    expect(JSON.stringify(list.blocks)).toContain('1–10 of 12');
    await desk.slack.people.click({ user: anna, ephemeral: list.id, actionId: 'list:next' });
    await desk.slack.until(() => JSON.stringify(desk.slack.ephemerals(anna)).includes('11–12 of 12'));
  });
});
