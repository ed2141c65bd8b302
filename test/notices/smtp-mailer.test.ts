import { createServer, type Server, type Socket } from 'node:net';
import type { Mail } from '../../src/application/mail.js';
import { MessengerError } from '../../src/application/ports.js';
import { smtpMailer } from '../../src/notices/smtp-mailer.js';
import { type Refusal, SmtpFixture } from '../fakes/smtp.js';

const sender = { name: 'Contoso Partners', address: 'partners@contoso.example' };
const mail: Mail = {
  id: 'abc123',
  at: new Date('2026-03-02T09:00:00Z'),
  to: 'sue@customer.example',
  reader: { language: 'en', timeZone: 'UTC' },
  subject: { key: 'mail.customer.subject', values: { date: { date: '2026-03-01' } } },
  urgent: false,
  alert: null,
  paragraphs: [{ key: 'mail.customer.hello' }],
  facts: [],
  advice: null,
  link: null,
  closing: { key: 'mail.customer.regards' },
  footer: { key: 'mail.customer.why' },
};

let smtp: SmtpFixture;
beforeEach(async () => {
  smtp = await new SmtpFixture().start();
});
afterEach(() => smtp.close());

async function problemOf(url: string, withinMs = 5_000): Promise<unknown> {
  try {
    await smtpMailer(url, sender).send(mail, withinMs);
  } catch (error) {
    if (error instanceof MessengerError) return error.problem;
    throw error;
  }
  return null;
}

test('hands a mail over', async () => {
  await smtpMailer(smtp.url, sender).send(mail, 5_000);
  expect(smtp.taken).toEqual([expect.objectContaining({ from: sender.address, to: ['sue@customer.example'] })]);
  const [taken] = smtp.taken;
  expect(taken?.parsed).toMatchObject({
    messageId: '<abc123@contoso.example>',
    subject: 'Your request of 1 Mar 2026: please choose a different partner',
    date: mail.at,
    from: { value: [sender] },
    to: { value: [{ address: 'sue@customer.example', name: '' }] },
  });
  expect(taken?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
});

test('the same mail again is the same to the byte, so that mailboxes know it', async () => {
  const mailer = smtpMailer(smtp.url, sender);
  await mailer.send(mail, 5_000);
  await mailer.send(mail, 5_000);
  expect(smtp.taken[1]?.raw).toBe(smtp.taken[0]?.raw);
});

describe('what goes wrong', () => {
  test.each<[string, 'connect' | 'from' | 'to' | 'data', Refusal, object]>([
    ['the server is busy', 'connect', 421, { kind: 'temporary', reason: 'smtp-421' }],
    ['the server hangs up at once', 'connect', 'hang up', { kind: 'temporary' }],
    ['the sender is refused', 'from', 550, { kind: 'temporary', reason: 'smtp-550' }],
    ['the mailbox is full', 'to', 452, { kind: 'temporary', reason: 'smtp-452' }],
    ['there is no such mailbox', 'to', 550, { kind: 'impossible', reason: 'address-refused-smtp-550' }],
    ['the server hangs up before the text', 'to', 'hang up', { kind: 'temporary' }],
    ['the text is put off', 'data', 451, { kind: 'temporary', reason: 'smtp-451' }],
    ['the text is refused', 'data', 554, { kind: 'impossible', reason: 'mail-refused-smtp-554' }],
    ['the server hangs up after the text', 'data', 'hang up', { kind: 'fate-unknown' }],
  ])('%s', async (_name, step, refusal, problem) => {
    smtp.refuse(step, refusal);
    expect(await problemOf(smtp.url)).toMatchObject(problem);
    expect(smtp.taken).toEqual([]);
  });

  test('nobody listens', async () => {
    const { url } = smtp;
    await smtp.close();
    expect(await problemOf(url)).toMatchObject({ kind: 'temporary' });
  });

  test('a wrong password: temporary, because the operator can mend it', async () => {
    const strict = await new SmtpFixture({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, callback) =>
        password === 'right' ? callback(null, { user: 'u' }) : callback(new Error('wrong')),
    }).start();
    try {
      expect(await problemOf(strict.url.replace('//', '//u:wrong@'))).toMatchObject({ reason: 'smtp-535' });
      expect(await problemOf(strict.url.replace('//', '//u:right@'))).toBeNull();
      expect(strict.taken).toHaveLength(1);
    } finally {
      await strict.close();
    }
  });

  test.each<[string, string[], string]>([
    ['never greets', [], 'temporary'],
    ['falls silent after the text', ['220 hi', '250 hi', '250 ok', '250 ok', '354 go'], 'fate-unknown'],
  ])('a server that %s is waited for only so long', async (_name, replies, kind) => {
    const silent = await silentServer(replies);
    try {
      expect(await problemOf(silent.url, 200)).toMatchObject({ kind });
    } finally {
      await silent.close();
    }
  });
});

/** Says its lines, one for each line it hears, and then nothing more. */
async function silentServer(replies: readonly string[]) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    const left = [...replies];
    const say = () => {
      const reply = left.shift();
      if (reply) socket.write(`${reply}\r\n`);
    };
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const _line of data.toString().match(/\r\n/g) ?? []) say();
    });
    say();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
