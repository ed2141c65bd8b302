import { flows, pilot } from './cases.js';

import { anna, bruno, chloe, dana, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { isReply, says } from './in-slack.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';
import { withAction } from './tampering.js';

let desk: SlackDesk;
beforeAll(async () => {
  desk = await startSlackDesk();
});
afterEach(() => desk.turnOver());
afterAll(() => desk.stop());

/** One card, at the place where it stood from the beginning; one line for each event; the whole history stored. */
async function expectStory(id: string, ts: string, lines: readonly string[], events: readonly string[]) {
  await desk.slack.until(() => desk.thread(id).length >= lines.length, { what: `${lines.length} lines in the thread` });
  await desk.settled();
  expect(desk.cards(id).map((card) => card.ts)).toEqual([ts]);
  expect(desk.thread(id)).toEqual(lines);
  const { history } = await desk.stored(id);
  // What the desk reminds of by itself stands among them.
  const done = history.filter(({ type }) => type !== 'reminded');
  expect(done.map(({ type }) => type)).toEqual(['received', ...events]);
  for (const event of done.slice(1)) expect(event).toMatchObject({ by: { platform: 'slack' }, at: expect.any(Date) });
}

describe('what one person does', () => {
  test.each(flows)('$name: the card follows, one line, told to the actor alone', async (flow) => {
    const { id, card } = await desk.rfi();
    const { before } = flow;
    for (const action of before) await desk.act(anna, id, action, pilot);
    await desk.act(anna, id, flow.action, flow.typed);

    await desk.cardSays(id, flow.shows);
    const earlier = before.map(() => 'accepted');
    await expectStory(id, card.ts, [...earlier.map(() => 'Anna Keller accepted'), flow.line], [...earlier, flow.event]);
    expect((await desk.told(anna, before.length + 1)).text).toContain(flow.told);
    for (const other of [bruno, chloe, dana]) expect(desk.slack.ephemerals(other)).toEqual([]);
  });

  test('remove one of two contacts', async () => {
    const { id, card } = await desk.rfi();
    await desk.act(anna, id, 'accept', { ...engagement, contacts: { selectedUsers: [bruno, chloe] } });
    await desk.cardSays(id, 'Bruno Lefèvre, Chloe Adams');
    const form = await desk.open(anna, id, 'remove-contact');
    const options = JSON.stringify(form.definition.blocks);
    const value = /"value":"([^"]*:U0CHLOE001)"/.exec(options)?.[1] ?? '';
    await desk.submit(anna, { contactId: { selectedOption: value } });
    await desk.slack.until(() => !says(desk.card(id), 'Chloe Adams'));
    expect(says(desk.card(id), 'Bruno Lefèvre')).toBe(true);
    const lines = ['Anna Keller accepted', 'Anna Keller removed a contact'];
    await expectStory(id, card.ts, lines, ['accepted', 'contact-removed']);
  });

  test('mark as urgent, and take the flame away', async () => {
    const { id, card } = await desk.rfi();
    await desk.press(anna, id, 'mark-urgent');
    await desk.cardSays(id, '🔥 Contoso Ltd');
    expect((await desk.told(anna)).text).toContain('is marked as urgent');
    await desk.press(bruno, id, 'unmark-urgent');
    await desk.slack.until(() => !says(desk.card(id), '🔥'));
    expect((await desk.told(bruno)).text).toContain('n’est plus urgente');
    const lines = ['Anna Keller marked it as urgent 🔥', 'Bruno Lefèvre marked it as no longer urgent'];
    await expectStory(id, card.ts, lines, ['marked-urgent', 'unmarked-urgent']);
  });
});

describe('who is on it', () => {
  const direct = (user: string) => {
    const own = [...desk.slack.workspace.channels.values()].filter(
      ({ kind, members }) => kind === 'im' && members.includes(user),
    );
    return own.flatMap(({ messages }) => messages);
  };

  test('a manager assigns: the one it concerns is told in private, once, with the way to the card', async () => {
    const { id, code, card } = await desk.rfi();
    await desk.act(dana, id, 'assign', { to: { selectedUser: bruno } });
    await desk.cardSays(id, 'New · Bruno Lefèvre is on it');
    const [message] = await desk.slack.until(() => direct(bruno).length > 0 && direct(bruno));
    // In Bruno's own language.
    expect(message?.text).toMatch(new RegExp(`Dana Ortiz vous a attribué ${code}\\s: Contoso Ltd`));
    expect(says(message, `/archives/${inbox}/p${card.ts.replace('.', '')}`)).toBe(true);
    await expectStory(id, card.ts, ['Dana Ortiz assigned it to Bruno Lefèvre'], ['assigned']);
    expect(direct(bruno)).toHaveLength(1);
    expect(direct(dana)).toEqual([]);
  });

  test('who takes it is not told what they know', async () => {
    const { id, card } = await desk.rfi();
    await desk.act(anna, id, 'assign', { to: { selectedUser: anna } });
    await desk.cardSays(id, 'New · Anna Keller is on it');
    await expectStory(id, card.ts, ['Anna Keller took it'], ['assigned']);
    expect(direct(anna)).toEqual([]);
  });

  test('an owner hands over; from then on it is the other’s to hand over', async () => {
    const { id, card } = await desk.rfi();
    await desk.act(anna, id, 'accept', engagement);
    await desk.act(anna, id, 'assign', { to: { selectedUser: chloe } });
    await desk.cardSays(id, 'Active · Chloe Adams is on it · accepted by Anna Keller');
    await desk.slack.until(() => direct(chloe).length === 1);
    const notice = await desk.open(anna, id, 'assign');
    expect(says({ text: '', blocks: notice.definition.blocks }, 'Only Chloe Adams or a manager')).toBe(true);
    const lines = ['Anna Keller accepted', 'Anna Keller assigned it to Chloe Adams'];
    await expectStory(id, card.ts, lines, ['accepted', 'assigned']);
  });
});

describe('taking back', () => {
  const undo = (user: string, ephemeral: string) => desk.slack.people.click({ user, ephemeral, actionId: 'deal:undo' });

  test('in time, it is as before', async () => {
    const { id, card } = await desk.rfi();
    await desk.act(anna, id, 'accept', engagement);
    const told = await desk.told(anna);
    await undo(anna, told.id);
    await desk.cardSays(id, 'nobody is on it yet');
    await desk.slack.until(() => desk.slack.ephemerals(anna).some((one) => one.text.includes('Taken back')));
    await expectStory(id, card.ts, ['Anna Keller accepted', 'Anna Keller took back: accepted'], ['accepted', 'undone']);
    expect(desk.slack.ephemerals(anna)).toHaveLength(1);
  });

  test('not after somebody changed it since', async () => {
    const { id } = await desk.rfi();
    await desk.act(anna, id, 'accept', engagement);
    const told = await desk.told(anna);
    await desk.press(bruno, id, 'mark-urgent');
    await undo(anna, told.id);
    await desk.slack.until(() => desk.slack.ephemerals(anna)[0]?.text.includes('it has been changed since'));
    expect((await desk.stored(id)).version).toBe(3);
  });

  test('not by somebody else, even with the button’s own value', async () => {
    const { id } = await desk.rfi();
    await desk.act(anna, id, 'accept', engagement);
    const told = await desk.told(anna);
    const payload = desk.slack.people.prepareClick({ user: anna, ephemeral: told.id, actionId: 'deal:undo' });
    await desk.slack.deliver({
      ...payload,
      body: { ...payload.body, user: { id: bruno, username: 'bruno', name: 'bruno', team_id: 'T0DESK' } },
    });
    await desk.slack.until(() => desk.slack.ephemerals(anna)[0]?.text.includes('Seule la personne'));
    expect((await desk.stored(id)).state.kind).toBe('active');
  });
});

test('an undo after its time is refused', async () => {
  const quick = await startSlackDesk({
    yaml: 'profiles: [{ id: default, channels: { slack: [C0RFIINBOX] }, undoWindow: 1ms }]',
  });
  try {
    const { id } = await quick.rfi();
    await quick.act(anna, id, 'accept', engagement);
    const told = await quick.told(anna);
    expect(says(told, 'deal:undo')).toBe(false);
    const of = (await quick.stored(id)).commands[0]?.id;
    const details = { user: anna, channel: inbox, ts: quick.card(id)?.ts ?? '', actionId: 'deal:details' };
    const undo = { action_id: 'deal:undo', value: JSON.stringify({ r: id, of }) };
    await quick.slack.deliver(withAction(quick.slack.people.prepareClick(details), undo));
    expect((await quick.told(anna, 2)).text).toContain('Too late to undo');
    expect((await quick.stored(id)).state.kind).toBe('active');
  } finally {
    await quick.stop();
    quick.slack.assertStrict();
  }
});

describe('a closed one', () => {
  const closed = async () => {
    const rfi = await desk.rfi();
    await desk.act(anna, rfi.id, 'accept', engagement);
    await desk.act(anna, rfi.id, 'win', { finalValue: { value: '12000' } });
    await desk.cardSays(rfi.id, 'Won · Anna Keller');
    return rfi;
  };

  test('is reopened by a manager', async () => {
    const { id, card } = await closed();
    await desk.act(dana, id, 'reopen');
    await desk.cardSays(id, 'Active · Anna Keller is on it');
    const lines = ['Anna Keller accepted', 'Anna Keller marked it as won 🏆', 'Dana Ortiz reopened it'];
    await expectStory(id, card.ts, lines, ['accepted', 'won', 'reopened']);
  });

  test('is not reopened by anybody else', async () => {
    const { id } = await closed();
    const notice = await desk.open(bruno, id, 'reopen');
    expect(notice.definition.callback_id).toBe('notice');
    expect(JSON.stringify(notice.definition)).toContain('Réservé aux responsables de l’équipe');
    expect((await desk.stored(id)).version).toBe(3);
  });
});

describe('everything about one', () => {
  test('“Show all” has the whole of 100 KB, and the history', async () => {
    const words = Array.from({ length: 12_000 }, (_, n) => `word${n}`).join(' ');
    const notes = `<!channel> *start* ${words}`.slice(0, 100_000);
    const { id, card } = await desk.rfi({ notes });
    expect(says(card, 'shortened')).toBe(true);
    const details = await desk.open(anna, id, 'details');
    const blocks = details.definition.blocks as { text?: { type: string; text: string } }[];
    const shown = blocks.filter(({ text }) => text?.type === 'plain_text').map(({ text }) => text?.text);
    expect(shown.join(' ')).toContain('word11');
    expect(shown.join(' ').replaceAll(/\s+/g, ' ')).toContain(notes.slice(-2_000).trim().replaceAll(/\s+/g, ' '));
    expect(JSON.stringify(blocks)).toContain('Request received');
  });

  test('the channel’s other people see nothing of what one looks at', async () => {
    const { id, code } = await desk.rfi();
    await desk.command(anna, `show ${code}`);
    expect(desk.slack.ephemerals(bruno)).toEqual([]);
    expect(desk.slack.messages('rfi-inbox').filter((message) => !isReply(message))).toHaveLength(1);
    expect(desk.cards(id)).toHaveLength(1);
  });
});
