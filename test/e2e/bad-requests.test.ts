import { Writable } from 'node:stream';
import { createLogger } from '../../src/logger.js';
import type { Overrides, Payload } from '../../src/playground/slack/delivery.js';
import { anna, bruno, guest, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { intakeToken, postRfi } from './post-rfi.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';

let desk: SlackDesk;
let id: string;
const lines: string[] = [];

beforeAll(async () => {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  desk = await startSlackDesk({ logger: createLogger('debug', stream) });
  const customer = {
    name: 'Zebrafish Holding',
    contacts: [
      { firstName: 'Quentin', lastName: 'Xylander', email: 'quentin@zebrafish.example', phone: '+49 555 0199' },
    ],
  };
  ({ id } = await desk.rfi({ customer, notes: 'Wobbegong migration' }));
});
afterAll(async () => {
  await desk.stop();
  desk.slack.assertStrict();
});

const now = () => Math.floor(Date.now() / 1000);
const click = (): Payload =>
  desk.slack.people.prepareClick({ user: anna, channel: inbox, ts: desk.card(id)?.ts ?? '', actionId: 'deal:accept' });

describe('what isn’t Slack is turned away, without a word about our inside', () => {
  test.each<[string, number, () => Overrides]>([
    ['a wrong signature', 401, () => ({ signature: `v0=${'0'.repeat(64)}` })],
    ['another secret', 401, () => ({ signingSecret: 'not the secret of ours' })],
    ['no signature', 401, () => ({ signature: null })],
    ['a signature that is none', 401, () => ({ signature: 'v0=zebra' })],
    ['ten minutes ago', 401, () => ({ timestamp: now() - 600 })],
    ['in an hour', 401, () => ({ timestamp: now() + 3_600 })],
    ['no number as a time', 401, () => ({ timestamp: Number.NaN })],
    ['text', 415, () => ({ contentType: 'text/plain' })],
    ['a file', 415, () => ({ contentType: 'multipart/form-data; boundary=x' })],
    ['JSON that is none', 400, () => ({ contentType: 'application/json', rawBody: '{"type":' })],
    ['a payload that is no JSON', 400, () => ({ rawBody: 'payload=%7B' })],
    ['two megabytes', 413, () => ({ rawBody: `payload=${'x'.repeat(2_000_000)}` })],
  ])('%s: %i', async (_name, status, overrides) => {
    const answer = await desk.slack.deliver(click(), overrides());
    expect(answer.status).toBe(status);
    expect(String(JSON.stringify(answer.content) ?? '')).not.toMatch(/\bat .+:\d+:\d+|node_modules|Error:/);
    expect((await desk.stored(id)).version).toBe(1);
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s: 405', async (method) => {
    const answer = await fetch(`${desk.url}/slack/events`, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('an address that isn’t there', async () => {
    const answer = await fetch(`${desk.url}/slack/../etc/passwd`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(await answer.text()).not.toContain('node_modules');
  });
});

describe('what Slack might send and we don’t know is acknowledged at once', () => {
  const body = (changes: Record<string, unknown>): Payload => {
    const { kind, body: known } = click();
    return { kind, body: { ...known, ...changes } };
  };
  test.each<[string, () => Payload]>([
    ['a command', () => ({ kind: 'slash_commands', body: { ...command().body, command: '/unheard' } })],
    ['a shortcut', () => desk.slack.people.payloads.shortcut(desk.slack.people.user(anna), 'unheard')],
    ['an action', () => body({ actions: [{ type: 'button', action_id: 'unheard', block_id: 'b', value: 'x' }] })],
    ['a kind of element', () => body({ actions: [{ type: 'timepicker', action_id: 'unheard', block_id: 'b' }] })],
    [
      'a form',
      () =>
        body({
          actions: undefined,
          type: 'view_submission',
          view: { id: 'V1', callback_id: 'unheard', blocks: [], state: {} },
        }),
    ],
    [
      'a closed form',
      () => body({ actions: undefined, type: 'view_closed', view: { id: 'V1', callback_id: 'unheard' } }),
    ],
    [
      'options for a menu',
      () => body({ actions: undefined, type: 'block_suggestion', action_id: 'unheard', block_id: 'b', value: '' }),
    ],
    ['nothing', () => ({ kind: 'slash_commands', body: {} })],
    ['a kind of payload', () => body({ actions: undefined, type: 'unheard' })],
    ['an event', () => desk.slack.people.payloads.event({ type: 'reaction_added', user: anna })],
  ])('%s', async (_name, payload) => {
    const answer = await desk.slack.deliver(payload());
    expect(answer).toMatchObject({ acknowledged: true });
    expect(answer.ms).toBeLessThan(1_000);
  });

  const command = () =>
    desk.slack.people.payloads.slashCommand(desk.slack.people.user(anna), desk.slack.channel(inbox), '/deals', '');
});

describe('the log', () => {
  test('holds ids, but neither customers’ data nor secrets, whatever happens', async () => {
    await desk.act(anna, id, 'accept', engagement);
    await desk.open(bruno, id, 'details');
    await desk.command(anna, 'inbox');
    await desk.command(anna, `show ${(await desk.stored(id)).code}`);
    await desk.press(guest, id, 'details');
    await postRfi(desk.url, {
      customer: { name: 'Zebrafish Holding' },
      notes: 7,
      contact: 'quentin@zebrafish.example',
    });
    desk.slack.faults.refuse('chat.update', 'fatal_error');
    await desk.press(bruno, id, 'mark-urgent');
    await desk.slack.until(() => desk.slack.calls.of('chat.update').some((call) => call.answer?.body.ok === false));
    desk.slack.faults.fail('views.open', { status: 500 });
    await desk.press(anna, id, 'win');
    await desk.slack.until(() => desk.slack.ephemerals(anna).some((one) => one.text.includes('reference')));
    await desk.settled();

    const log = lines.join('');
    expect(log).toContain(id);
    expect(log).toContain('"level":50');
    const { slack } = desk;
    const secrets = [slack.botToken, slack.signingSecret, intakeToken, '/actions/T0DESK/', '/commands/T0DESK/'];
    const personal = ['Zebrafish', 'Wobbegong', 'Xylander', 'quentin@', '555 0199', 'Pilot at Contoso', 'Talk to Sue'];
    for (const word of [...secrets, ...personal, 'Anna Keller', '@northwind-partners']) expect(log).not.toContain(word);
  });
});
