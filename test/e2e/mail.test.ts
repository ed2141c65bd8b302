import { readdirSync, watch } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { ReferralId } from '../../src/domain/referral.js';
import { SteppedClock } from '../fakes/clock.js';
import { SmtpFixture } from '../fakes/smtp.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { anna, inbox } from './cast.js';
import { startSlackDesk } from './slack-desk.js';

const yaml = `profiles:
  - id: default
    channels: { slack: [${inbox}] }
    undoWindow: 1h
    mailTo: [{ address: lea@contoso.example, language: fr }, { address: bob@contoso.example }]
`;
const customer = {
  name: 'Fabrikam',
  contacts: [{ email: 'sue@fabrikam.example', locale: 'fr-FR' }],
};
const declining = { reason: { selectedOption: 'others' }, notes: { value: 'Not for us.' } };

test('the whole desk mails a new request to its contacts, and a decline to the customer once it stands', async () => {
  const smtp = await new SmtpFixture().start();
  const desk = await startSlackDesk({ yaml, smtpUrl: smtp.url, clock: new SteppedClock() });
  try {
    expect(desk.desk.greeting.join()).not.toContain('SMTP_URL');
    const { id, card } = await desk.rfi({ customer, consentToContact: true });
    await smtp.until(2);
    expect(smtp.taken.map(({ to }) => to[0]).sort()).toEqual(['bob@contoso.example', 'lea@contoso.example']);
    const link = `https://northwind-partners.slack.com/archives/${inbox}/p${card.ts.replace('.', '')}`;
    for (const { parsed } of smtp.taken) expect(parsed.text).toContain(link);
    await desk.act(anna, id, 'decline', declining);
    expect(smtp.taken).toHaveLength(2);
    await desk.passes(3_600_000);
    desk.desk.dispatcher.poke(id as ReferralId);
    await smtp.until(3);
    const told = smtp.taken[2];
    expect(told?.to).toEqual(['sue@fabrikam.example']);
    expect(told?.parsed.subject).toContain('choisissez un autre partenaire');
  } finally {
    await desk.stop();
    await smtp.close();
    desk.slack.assertStrict();
  }
});

test('without SMTP_URL the mails lie in the data folder, and the start says so', async () => {
  const dataDir = await scratchFolder('desk-');
  const desk = await startSlackDesk({ yaml, dataDir });
  const folder = join(dataDir, 'mail');
  try {
    expect(desk.desk.greeting.join('\n')).toContain(`E-mails are written to ${folder}`);
    const written = filesIn(folder, 2);
    await desk.rfi({ customer });
    const mails = await Promise.all(
      (await written).map(async (file) => simpleParser(await readFile(join(folder, file)))),
    );
    expect(mails.map(({ subject }) => subject?.split(' ')[0]).sort()).toEqual(['New', 'Nouvelle']);
  } finally {
    await desk.stop();
    await rm(dataDir, { recursive: true, force: true });
    desk.slack.assertStrict();
  }
});

/** Resolves with the names of so many mails once they lie there. */
async function filesIn(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      const mails = readdirSync(folder).filter((file) => file.endsWith('.eml'));
      if (mails.length < count) return;
      watcher.close();
      resolve(mails);
    });
  });
}
