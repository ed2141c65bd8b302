import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { playgroundRouter } from '../../../src/playground/playground-router.js';
import { inBrowser, picture } from '../../support/chromium.js';
import { serve } from '../serving.js';
import { startSlack } from '../slack/support.js';
import {
  attach,
  card,
  cardMessage,
  cleanUp,
  cleanups,
  execute,
  fetchDialog,
  startBot,
  startTeams,
  text,
} from './support.js';

const anna = 'U0ANNA0001';
const bruno = 'U0BRUNO001';

const form = (note = '', wrong?: string) =>
  card(
    [
      ...(wrong === undefined ? [] : [text(wrong)]),
      { type: 'Input.Text', id: 'note', label: 'Note', isRequired: true, errorMessage: 'Write something', value: note },
      { type: 'Input.Number', id: 'value', label: 'Value', min: 1 },
      {
        type: 'Input.ChoiceSet',
        id: 'who',
        label: 'Colleague',
        choices: [],
        'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
      },
    ],
    [{ type: 'Action.Submit', title: 'Save' }],
  );
const dialog = (content: object) => ({ task: { type: 'continue', value: { title: 'A note', card: attach(content) } } });

/** A desk of one deal: accepted by a click, noted in a dialog. Resolves with the notes that it was given. */
async function serveDeal() {
  const teams = await startTeams();
  const notes: Record<string, string>[] = [];
  const deal = (line: string) =>
    card([text('**Contoso** <script>'), text(line)], [execute('Accept'), fetchDialog('Note…')]);
  await startBot(teams, async (context) => {
    const { type, name, value, from, replyToId } = context.activity;
    if (type === 'message') await context.sendActivity(cardMessage(deal('Nobody is on it')));
    if (name === 'adaptiveCard/action') {
      await context.updateActivity({ ...cardMessage(deal(`Accepted by ${from.name}`)), id: replyToId as string });
      return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'It is yours' };
    }
    if (name === 'task/fetch') return dialog(form());
    if (name === 'task/submit' && value.data.note.length < 3) return dialog(form(value.data.note, 'Too short'));
    if (name === 'task/submit') notes.push(value.data);
    return undefined;
  });
  const slack = await startSlack();
  const url = await serve(playgroundRouter({ slack, teams, pageFolder: resolve('dist/playground/page') }));
  return { teams, notes, url: `${url}/playground/` };
}

async function visitIn(browser: Browser, url: string, user: string) {
  const page = await browser.newPage({ viewport: { width: 1_400, height: 900 } });
  cleanups.push(() => page.close());
  page.setDefaultTimeout(8_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(`${url}?user=${user}`);
  return { page, problems, column: page.getByRole('region', { name: 'Teams', exact: true }) };
}

/** The Teams half of the page with a bot that does little. Its browser is one that runs already: starting one takes long. */
export function testTeamsPage(browser: () => Browser): void {
  const visit = (url: string, user: string) => visitIn(browser(), url, user);
  afterEach(cleanUp);

  inBrowser(
    'asked, accepted, seen by the other person; a dialog that is wrong at first',
    async () => {
      const { teams, notes, url } = await serveDeal();
      const mine = await visit(url, anna);
      const theirs = await visit(url, bruno);

      // By keyboard alone: a mention is chosen from the list.
      const box = mine.column.getByRole('combobox', { name: 'Start a post' });
      await box.fill('@refe');
      await mine.page.getByRole('option', { name: 'Referral Desk' }).waitFor();
      await box.press('Enter');
      await box.pressSequentially('deals');
      await box.press('Enter');
      await mine.column.getByText('Nobody is on it').waitFor();
      // What a customer wrote is text, also where Markdown is understood.
      expect(await mine.column.locator('.ac-textBlock').first().innerHTML()).toContain(
        '<strong>Contoso</strong> &lt;script&gt;',
      );
      await picture(mine.page, 'teams-card');

      await mine.column.getByRole('button', { name: 'Accept' }).click();
      await theirs.column.getByText('Accepted by Anna Keller').waitFor();
      await mine.page.getByText('It is yours').waitFor();

      await mine.column.getByRole('button', { name: 'Note…' }).click();
      const open = mine.page.getByRole('dialog', { name: 'A note' });
      await open.getByRole('button', { name: 'Save' }).click();
      await open.getByText('Write something').waitFor();
      await open.getByLabel('Note').fill('ab');
      await open.getByRole('button', { name: 'Save' }).click();
      await open.getByText('Too short').waitFor();
      await picture(mine.page, 'teams-dialog');
      expect(await open.getByLabel('Note').inputValue()).toBe('ab');
      expect(await open.getByLabel('Note').and(open.locator(':focus')).count()).toBe(1);
      await open.getByLabel('Note').fill('abc');
      await open.getByLabel('Colleague').selectOption({ label: 'Bruno Lefèvre' });
      await open.getByRole('button', { name: 'Save' }).click();
      await open.waitFor({ state: 'detached' });
      expect(notes).toEqual([{ note: 'abc', who: teams.people.user('bruno').aadObjectId }]);
      expect([...mine.problems, ...theirs.problems]).toEqual([]);
      teams.assertStrict();
    },
    30_000,
  );

  inBrowser(
    'switching people, a private chat, and tabs where it is narrow',
    async () => {
      const { teams, url } = await serveDeal();
      const { page, problems, column } = await visit(url, anna);
      await page.getByLabel('Who you are').selectOption(bruno);
      await column.getByRole('button', { name: 'Referral Desk' }).click();
      const box = column.getByRole('textbox').or(column.getByRole('combobox'));
      await box.fill('bonjour');
      await box.press('Enter');
      await column.getByText('Nobody is on it').waitFor();
      expect(teams.directMessages('bruno')).toHaveLength(2);

      await page.setViewportSize({ width: 420, height: 820 });
      expect(await column.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Teams', exact: true }).click();
      expect(await column.isVisible()).toBe(true);
      await picture(page, 'teams-narrow');
      expect(problems).toEqual([]);
      teams.assertStrict();
    },
    30_000,
  );
}
