import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultUsers } from '../../src/playground/teams/default-organisation.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

const idOf = (handle: string) => defaultUsers().find((user) => user.handle === handle)?.aadObjectId ?? '';
const [chloe, dana] = [idOf('chloe'), idOf('dana')];

let desk: TeamsDesk;
beforeAll(async () => {
  desk = await startTeamsDesk({
    language: 'fr',
    profile: `    reminders:
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
});

test('who has written since reads in their own language', async () => {
  await desk.teams.talk.direct({ user: 'dana', text: 'help' });
  await desk.teams.until(() => directTo('dana').length > 1);
  const { code } = await urgent();
  // Within a minute it is the same message, without what has become untrue.
  const said = `${code} Contoso Ltd wants to be contacted now`;
  await desk.teams.until(() => directTo('dana').some(({ summary }) => summary?.includes(said)), { what: said });
});
