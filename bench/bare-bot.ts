import { TeamsAdapter } from '@microsoft/teams-ai';
import express from 'express';

/** The baseline: botbuilder's adapter alone, which answers every dialog at once. Its port is its first line. */
const adapter = new TeamsAdapter({ MicrosoftAppId: '' });
const app = express().use(express.json());
app.post('/api/messages', (request, response) =>
  adapter.process(request, response, async (context) => {
    if (context.activity.type !== 'invoke') return;
    const body = { task: { type: 'message', value: 'Done' } };
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
