import { defaultUsers } from '../../src/playground/teams/default-organisation.js';
import { SteppedClock } from '../fakes/clock.js';
import { pilot } from './cases.js';
import { come, overlook } from './overlooked.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

const idOf = (handle: string) => defaultUsers().find((user) => user.handle === handle)?.aadObjectId ?? '';
const [chloe, dana] = [idOf('chloe'), idOf('dana')];

let desk: TeamsDesk;
const clock = new SteppedClock();
beforeAll(async () => {
  desk = await startTeamsDesk({
    clock,
    language: 'fr',
    profile: `    workingHours: {}
    reminders:
      normal: [{ after: 4h, tell: [channel, { person: '${chloe}' }] }]
      urgent: [{ after: 0s, tell: [{ escalation: leads }, channel] }]
      escalations: { leads: { people: ['${chloe}', '${dana}'] } }
      inChannel: ['${chloe}']
`,
  });
});
afterAll(async () => {
  await desk.stop();
  desk.teams.assertStrict();
});

const directTo = (user: string) => desk.teams.directMessages(user).filter(({ from }) => from.startsWith('28:'));
const hours = (count: number) => count * 3_600_000;
/** What waits for Teams' rates goes out. */
const rested = async () => {
  await desk.settled();
  desk.rest();
  desk.desk.dispatcher.poke();
  await desk.settled();
};
let count = 0;
const urgent = () => desk.rfi({ contactMeDirectly: true, externalId: `e-${++count}` });

test('an escalation mentions whom it names under the card, as an entity, and tells the others in private', async () => {
  const { id, code } = await urgent();
  const [line] = await desk.teams.until(() => {
    const lines = desk.teams.messages(inboxChannel).filter(({ threadId }) => threadId === desk.card(id)?.id);
    return lines.length > 0 && lines;
  });
  const card = line?.attachments?.[0] as { content: { body: unknown; msteams: unknown } };
  expect(card.content.msteams).toMatchObject({
    entities: [{ type: 'mention', text: '<at>Chloe Adams</at>', mentioned: { id: chloe, name: 'Chloe Adams' } }],
  });
  expect(JSON.stringify(card.content.body)).toContain('<at>Chloe Adams</at> 🔥 Le client souhaite être contacté');
  expect(directTo('chloe')).toEqual([]);

  // Who has never written reads as the profile does.
  const [told] = await desk.teams.until(() => directTo('dana').length > 0 && directTo('dana'));
  expect(told?.summary).toContain(`${code} Contoso Ltd souhaite être contacté tout de suite`);
  expect(JSON.stringify(told?.attachments)).toContain(`/${desk.card(id)?.id}?tenantId=`);

  // What it calls for can be done there and then.
  const conversation = desk.teams.organisation.personalChat(desk.teams.people.user('dana')).id;
  const message = told?.id ?? '';
  const pressed = await desk.teams.people.click({ user: 'dana', conversation, message, action: 'Client contacté' });
  expect(pressed.kind).not.toBe('error');
  await desk.teams.until(() => desk.shows(id).includes('Dana Ortiz a contacté le client'));
  // There is nothing to press any more where it has been done. Who has pressed is known to read English.
  await rested();
  const now = () => directTo('dana').map(({ attachments }) => JSON.stringify(attachments));
  await desk.teams.until(() => now()[0]?.includes('Dana Ortiz contacted the customer'), { what: 'the message’s edit' });
  expect(now()).toEqual([expect.not.stringContaining('Action.Submit')]);
});

test('who has written since reads in their own language', async () => {
  await desk.teams.talk.direct({ user: 'dana', text: 'help' });
  await desk.teams.until(() => directTo('dana').length > 1);
  const { code } = await urgent();
  // Within a minute it is the same message, without what has become untrue.
  const said = `${code} Contoso Ltd wants to be contacted now`;
  await desk.teams.until(() => directTo('dana').some(({ summary }) => summary?.includes(said)), { what: said });
});

test('what the desk does not keep up to date answers: a list’s button, once somebody has accepted', async () => {
  const { id, code } = await desk.rfi();
  const { id: conversation } = desk.teams.organisation.personalChat(desk.teams.people.user('dana'));
  await desk.teams.talk.direct({ user: 'dana', text: `show ${code}` });
  const shown = await desk.teams.until(() => directTo('dana').find((one) => JSON.stringify(one).includes(id)));
  await desk.act('bruno', id, 'Accepter', pilot);
  const action = 'Accept';
  await desk.teams.people.click({ user: 'dana', conversation, message: shown.id, action });
  expect(desk.dialog('dana')).toContain('Bruno Lefèvre accepted this');
});

test('from the moment of expiry on nobody can accept it, whether or not the job has run', async () => {
  const [one, two, three] = [await desk.rfi(), await desk.rfi(), await desk.rfi()];
  const all = [one, two, three];
  const texts = () =>
    desk.teams
      .messages(inboxChannel)
      .filter(({ threadId }) => !threadId)
      .map(({ attachments }) => JSON.stringify(attachments));
  clock.step(hours(4));
  await desk.desk.runJob('deadlines');
  await desk.teams.until(() => all.every(({ id }) => desk.thread(id).length === 1), { what: 'the reminders' });
  await desk.open('anna', one.id, 'Accepter');
  await desk.open('chloe', three.id, 'Accepter');
  await overlook(desk.desk, ...all.map(({ id }) => id));
  clock.step(hours(14 * 24));

  // The dialog was open already.
  await desk.submit('anna', pilot);
  expect(desk.dialog('anna')).toContain('This request expired');
  // The button still stood there.
  await desk.open('bruno', two.id, 'Accepter');
  expect(desk.dialog('bruno')).toContain('Cette demande a expiré');
  for (const { id } of [one, two]) {
    await desk.cardSays(id, 'personne n’a répondu à temps');
    expect((await desk.stored(id)).history.at(-1)).toMatchObject({ type: 'expired', by: null });
  }

  // Nobody touched it: the job archives it.
  expect((await desk.stored(three.id)).state.kind).toBe('new');
  await come(desk.desk, three.id, clock.now());
  await rested();
  await desk.cardSays(three.id, 'personne n’a répondu à temps');
  expect(desk.shows(three.id)).not.toContain('Accepter');
  await desk.submit('chloe', pilot);
  expect(desk.dialog('chloe')).toContain('This expired');

  // French sets colons off by spaces that don't break.
  const notice = new RegExp(
    `${three.code} Contoso Ltd\\s: la demande a expiré [^()]+ Rappels\\s: ([^()]+\\([^()]+\\))`,
  );
  await rested();
  const [, reminders] = await desk.teams.until(() => notice.exec(texts().join()), { what: 'the notice' });
  expect(reminders).toMatch(/^\d+ \S+ \d{4} à \d+:\d+ \(le canal et Chloe Adams\)$/);
  expect((await desk.stored(three.id)).history.filter(({ type }) => type === 'expired')).toHaveLength(1);
});
