import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Mail } from '../../src/application/mail.js';
import { folderMailer } from '../../src/notices/folder-mailer.js';
import type { WrittenMail } from '../../src/playground/page-api.js';
import { playgroundRouter } from '../../src/playground/playground-router.js';
import { SlackStandIn } from '../../src/playground/slack/stand-in.js';

const mail = (id: string, to: string): Mail => ({
  id,
  at: new Date('2026-03-02T09:00:00Z'),
  to,
  reader: { language: 'fr', timeZone: 'UTC' },
  subject: { key: 'mail.contact.subject', values: { code: 'R-1', customer: 'Société <Été>' } },
  urgent: false,
  alert: null,
  paragraphs: [{ key: 'mail.customer.hello' }],
  facts: [],
  advice: null,
  link: { text: { key: 'card.open' }, url: 'http://127.0.0.1/playground/slack/archives/C1/p1' },
  closing: null,
  footer: { key: 'mail.customer.why' },
});

let folder: string;
let api: string;
let close: () => void;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-mails-'));
  const router = playgroundRouter({
    slack: new SlackStandIn(),
    pageFolder: '/nowhere',
    mailFolder: join(folder, 'mail'),
  });
  const server = createServer(express().use(router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/playground/api`;
  close = () => server.close();
});
afterAll(async () => {
  close();
  await rm(folder, { recursive: true, force: true });
});
const list = async () => (await (await fetch(`${api}/mails`)).json()) as WrittenMail[];

test('what the desk wrote instead of sending it can be read in the page, the newest first', async () => {
  expect(await (await fetch(`${api}/platforms`)).json()).toMatchObject({ mails: true });
  expect(await list()).toEqual([]);
  const mailer = folderMailer(join(folder, 'mail'), { name: 'Contoso', address: 'desk@contoso.example' });
  await mailer.send(mail('a1', 'lea@contoso.example'), 1_000);
  await mailer.send(mail('b2', 'bob@contoso.example'), 1_000);
  await utimes(join(folder, 'mail', 'a1.eml'), 1_000, 1_000);
  await writeFile(join(folder, 'mail', 'c3.eml.part'), 'half of one');
  expect(await list()).toEqual([
    expect.objectContaining({ id: 'b2', to: 'bob@contoso.example' }),
    {
      id: 'a1',
      writtenAt: 1_000_000,
      from: 'Contoso',
      to: 'lea@contoso.example',
      subject: 'Nouvelle demande R-1\u202f: Société <Été>',
    },
  ]);

  const shown = await fetch(`${api}/mails/a1`);
  expect(shown.headers.get('content-type')).toContain('text/html');
  expect(shown.headers.get('content-security-policy')).toMatch(
    /^sandbox .*default-src 'none'.*frame-ancestors 'self'$/,
  );
  expect(await shown.text()).toContain('<head><base target="_blank">');
});

test.each(['c3', 'nobody', '..%2Fsecret', 'a1.eml'])('there is no e-mail %s', async (id) => {
  await writeFile(join(folder, 'secret.eml'), 'Subject: not for the page\r\n\r\n');
  expect((await fetch(`${api}/mails/${id}`)).status).toBe(404);
});
