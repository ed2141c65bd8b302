import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { Mail } from '../../src/application/mail.js';
import { folderMailer } from '../../src/notices/folder-mailer.js';

const sender = { name: '', address: 'desk@contoso.example' };
const mail: Mail = {
  id: 'abc123',
  at: new Date('2026-03-02T09:00:00Z'),
  to: 'sue@customer.example',
  reader: { language: 'fr', timeZone: 'UTC' },
  subject: { key: 'mail.customer.hello' },
  urgent: true,
  alert: null,
  paragraphs: [{ key: 'mail.customer.choose' }],
  facts: [],
  advice: null,
  link: { text: { key: 'card.open' }, url: 'https://slack.com/x?a=1&b="2"' },
  closing: { key: 'mail.customer.regards' },
  footer: { key: 'mail.customer.why' },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-mail-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('one file for one notice, for the own user only', async () => {
  const mailer = folderMailer(join(folder, 'mail'), sender);
  await mailer.send(mail, 1_000);
  await mailer.send(mail, 1_000);
  expect(await readdir(join(folder, 'mail'))).toEqual(['abc123.eml']);
  const file = join(folder, 'mail', 'abc123.eml');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'mail'))).mode & 0o777).toBe(0o700);
  const content = await readFile(file);
  expect(content.toString()).toMatch(/^Importance: high\r$/m);
  const parsed = await simpleParser(content);
  expect(parsed).toMatchObject({ subject: 'Bonjour,', messageId: '<abc123@contoso.example>' });
  expect(parsed.text).toContain('Cordialement\ndesk@contoso.example');
  expect(parsed.text).toContain('https://slack.com/x?a=1&b="2"');
  expect(parsed.html).toContain('href="https://slack.com/x?a=1&amp;b=&quot;2&quot;"');
  expect(parsed.html).toContain('<html lang="fr">');
});

test('a folder that cannot be written is tried again', async () => {
  await writeFile(join(folder, 'mail'), 'not a folder');
  await expect(folderMailer(join(folder, 'mail'), sender).send(mail, 1_000)).rejects.toMatchObject({
    problem: { kind: 'temporary', reason: 'eexist' },
  });
});
