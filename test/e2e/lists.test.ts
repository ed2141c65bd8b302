import { anna, bruno, channelOf, chloe, dana, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { says } from './in-slack.js';
import { takenIn } from './post-rfi.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';

let desk: SlackDesk;
const known = new Map<string, { id: string; code: string }>();

beforeAll(async () => {
  desk = await startSlackDesk({
    yaml: `profiles:
  - { id: default, name: Worldwide, channels: { slack: [${inbox}] }, managers: [${dana}] }
  - { id: france, name: France, countries: [FR], language: fr, currency: EUR, channels: { slack: [C0FRANCE01] } }
`,
    // #france is Bruno's and Dana's only.
    standIn: {
      channels: [
        channelOf(inbox, 'rfi-inbox', [anna, bruno, chloe, dana]),
        channelOf('C0FRANCE01', 'france', [bruno, dana]),
      ],
    },
  });
  for (const name of ['Open', 'Taken', 'Won', 'Lost', 'Declined']) {
    known.set(name, await desk.rfi({ customer: { name: `${name} Ltd` } }));
  }
  await desk.act(anna, idOf('Taken'), 'accept', engagement);
  await desk.act(bruno, idOf('Won'), 'accept', engagement);
  await desk.act(bruno, idOf('Won'), 'win', { finalValue: { value: '12000' } });
  await desk.act(anna, idOf('Lost'), 'accept', engagement);
  await desk.act(anna, idOf('Lost'), 'lose', { reason: { selectedOption: 'others' }, notes: { value: 'Too far.' } });
  await desk.act(chloe, idOf('Declined'), 'decline', { reason: { selectedOption: 'not-a-customer' } });
  known.set('Paris', await takenIn(desk.url, { customer: { name: 'Paris SARL' }, country: 'FR' }));
});
afterAll(async () => {
  await desk.stop();
  desk.slack.assertStrict();
});

const idOf = (name: string) => known.get(name)?.id ?? '';
const codeOf = (name: string) => known.get(name)?.code ?? '';

describe('/deals', () => {
  test.each([
    ['', ['Taken'], 'Active deals'],
    ['inbox', ['Open'], 'Inbox'],
    ['INBOX', ['Open'], 'Inbox'],
    ['mine', ['Taken'], 'Assigned to you'],
    ['archive', ['Won', 'Lost', 'Declined'], 'Archive'],
    ['archive won', ['Won'], 'Archive: Won'],
    ['archive lost', ['Lost'], 'Archive: Lost'],
    ['archive Declined', ['Declined'], 'Archive: Declined'],
  ])('%p lists %p', async (text, names, title) => {
    const answer = await desk.command(anna, text);
    expect(says(answer, `*${title}* · 1–${names.length} of ${names.length}`)).toBe(true);
    const listed = [...known.keys()].filter((name) => says(answer, codeOf(name)));
    expect(listed.sort()).toEqual([...names].sort());
  });

  test('an empty list says so', async () => {
    expect(says(await desk.command(anna, 'archive expired'), 'Nothing here yet.')).toBe(true);
  });

  test('lists what the asker’s channels show, in the asker’s language', async () => {
    const answer = await desk.command(bruno, 'inbox');
    expect(says(answer, '*Boîte de réception* · 1–2 sur 2')).toBe(true);
    expect(says(answer, 'Paris SARL')).toBe(true);
  });

  test('is not answered to whoever is in none of the channels', async () => {
    const { id } = desk.slack.addUser(
      { id: 'U0LONER001', name: 'lon', realName: 'Lon', locale: 'en-US', tz: 'UTC' },
      [],
    );
    const elsewhere = desk.slack.workspace.directMessage(desk.slack.people.user(id));
    const answer = await desk.command(id, 'inbox', { channel: elsewhere.id });
    expect(answer?.text).toContain('You belong to none of the channels');
  });

  test('help, in the reader’s language', async () => {
    expect(says(await desk.command(anna, 'help'), 'requests that wait for an answer')).toBe(true);
    expect(says(await desk.command(bruno, 'help'), 'les demandes qui attendent une réponse')).toBe(true);
  });

  test('how reminders reach the asker: chosen, and told in their language', async () => {
    expect((await desk.command(bruno, 'notify'))?.text).toContain('Vous n’avez pas encore choisi');
    expect((await desk.command(bruno, 'notify in channel'))?.text).toContain('les rappels vous mentionnent');
    expect((await desk.command(bruno, 'notify'))?.text).toContain('Les rappels vous mentionnent sous la carte.');
    expect((await desk.command(anna, 'notify'))?.text).toContain('You haven’t chosen');
  });

  test.each([
    ['inbx', 'Did you mean `/deals inbox`?'],
    ['archive wn', 'Did you mean `/deals archive won`?'],
    ['xyzzyx', 'I don’t know “xyzzyx”.'],
    ['<!channel>', 'I don’t know “&lt;!channel&gt;”.'],
  ])('%p gets %p', async (text, sentence) => {
    expect((await desk.command(anna, text))?.text).toContain(sentence);
  });
});

describe('/deals show', () => {
  test.each([
    ['as written', (code: string) => code],
    ['in lower case', (code: string) => code.toLowerCase()],
    ['without its R', (code: string) => code.slice(2)],
  ])('finds a code %s, with its history', async (_name, spelt) => {
    const answer = await desk.command(anna, `show ${spelt(codeOf('Taken'))}`);
    expect(says(answer, 'Taken Ltd')).toBe(true);
    expect(says(answer, 'Anna Keller accepted')).toBe(true);
  });

  test('answers the same for one that isn’t there and one that isn’t theirs', async () => {
    const hidden = await desk.command(anna, `show ${codeOf('Paris')}`);
    const missing = await desk.command(anna, 'show R-000000');
    expect(hidden?.text).toBe('This referral doesn’t exist (any more).');
    expect(missing).toMatchObject({ text: hidden?.text, blocks: hidden?.blocks });
  });

  test('without a code asks for one', async () => {
    expect((await desk.command(anna, 'show'))?.text).toContain('Which one?');
  });

  test('the private card can be acted upon, and is replaced by how it then stands', async () => {
    const shown = await desk.command(anna, `show ${codeOf('Open')}`);
    const place = { ephemeral: shown?.id ?? '' };
    await desk.press(anna, idOf('Open'), 'mark-urgent', place);
    await desk.slack.until(() => says(desk.slack.workspace.ephemerals.get(place.ephemeral), '🔥 Open Ltd'));
    await desk.open(anna, idOf('Open'), 'accept', place);
    expect(await desk.submit(anna, engagement)).toMatchObject({ kind: 'closed' });
    await desk.slack.until(() => says(desk.slack.workspace.ephemerals.get(place.ephemeral), 'Anna Keller is on it'));
    await desk.cardSays(idOf('Open'), 'Anna Keller is on it');
    expect(desk.cards(idOf('Open'))).toHaveLength(1);
  });
});

describe('languages', () => {
  test('a card speaks its profile’s language, a form its reader’s', async () => {
    const id = idOf('Paris');
    await desk.cardSays(id, 'Nouvelle · personne ne s’en occupe encore');
    const english = await desk.open(dana, id, 'accept');
    expect(JSON.stringify(english.definition)).toContain('Estimated deal value');
    const french = await desk.open(bruno, id, 'accept');
    expect(JSON.stringify(french.definition)).toContain('Valeur estimée de l’affaire');
    expect(await desk.submit(bruno, engagement)).toMatchObject({ kind: 'closed' });
    await desk.cardSays(id, 'Active · Bruno Lefèvre s’en occupe');
    await desk.slack.until(() => desk.thread(id).length === 1);
    expect(desk.thread(id)).toEqual(['Bruno Lefèvre a accepté']);
  });

  test('a French reader acts on an English card in French, and the card stays English', async () => {
    const id = idOf('Taken');
    const form = await desk.open(bruno, id, 'edit');
    expect(JSON.stringify(form.definition.title)).toContain('Modifier');
    await desk.submit(bruno, { crmId: { value: 'CRM-9' } });
    await desk.cardSays(id, 'CRM-9');
    expect(says(desk.card(id), 'Active · Anna Keller is on it')).toBe(true);
    const told = desk.slack.ephemerals(bruno).at(-1);
    expect(told?.text).toContain('est modifiée');
  });
});

describe('/rfi new', () => {
  test('logs one by hand, for the profile that was chosen; a retry makes no second one', async () => {
    await desk.slack.people.slashCommand({ user: bruno, channel: 'C0FRANCE01', command: '/rfi', text: 'new' });
    const form = await desk.slack.until(() => desk.form(bruno));
    expect(JSON.stringify(form.definition.blocks)).toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"France"',
    );
    const outcome = await desk.submit(bruno, {
      customer: { value: 'Lyon SA' },
      need: { value: 'Une migration.' },
      urgent: { selectedOptions: ['yes'] },
    });
    expect(outcome).toMatchObject({ kind: 'closed' });
    if (!outcome.delivered) throw new Error('not delivered');
    await desk.slack.deliver(outcome.delivered.payload, { retry: { num: 1, reason: 'http_timeout' } });
    const card = await desk.slack.until(() =>
      desk.slack.messages('france').find((message) => says(message, 'Lyon SA')),
    );
    expect(says(card, '🔥 Lyon SA')).toBe(true);
    await desk.settled();
    expect(desk.slack.messages('france').filter((message) => says(message, 'deal:accept'))).toHaveLength(1);
    const told = desk.slack.ephemerals(bruno).filter((one) => one.text.includes('est enregistrée'));
    expect(told).toHaveLength(1);
  });

  test('what is wrong stands at its field; the corrected form goes through', async () => {
    await desk.slack.people.slashCommand({ user: anna, channel: inbox, command: '/rfi', text: 'new' });
    const form = await desk.slack.until(() => desk.form(anna));
    const wrong = await desk.submit(anna, {
      customer: { value: 'Oslo AS' },
      need: { value: 'Licences.' },
      country: { value: '1x' },
    });
    expect(wrong).toMatchObject({
      kind: 'errors',
      by: 'app',
      errors: { country: expect.stringContaining('two-letter') },
    });
    expect(desk.form(anna)?.id).toBe(form.id);
    expect(await desk.submit(anna, { country: { value: 'no' } })).toMatchObject({ kind: 'closed' });
    expect(says(await desk.command(anna, 'inbox'), 'Oslo AS')).toBe(true);
  });
});

describe('pages', () => {
  test('forwards, and back again', async () => {
    for (let n = 0; n < 11; n += 1) await takenIn(desk.url, { customer: { name: `Customer ${n}` } });
    const list = await desk.command(chloe, 'inbox');
    const total = /1–10 of (\d+)/.exec(JSON.stringify(list?.blocks))?.[1];
    const turn = (way: string) =>
      desk.slack.people.click({ user: chloe, ephemeral: list?.id ?? '', actionId: `list:${way}` });
    const now = () => desk.slack.workspace.ephemerals.get(list?.id ?? '');
    await turn('next');
    await desk.slack.until(() => says(now(), `11–${total} of ${total}`));
    await turn('previous');
    await desk.slack.until(() => says(now(), `1–10 of ${total}`));
  });
});
