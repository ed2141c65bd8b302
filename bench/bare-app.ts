import bolt from '@slack/bolt';

/** The baseline: a Bolt app that acknowledges at once and opens a form that never changes. Its port is its first line. */
const receiver = new bolt.ExpressReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? '' });
const app = new bolt.App({
  receiver,
  token: process.env.SLACK_BOT_TOKEN ?? '',
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
});
app.action(/.*/, async ({ ack, body, client }) => {
  await ack();
  if (!('trigger_id' in body)) return;
  const title = { type: 'plain_text' as const, text: 'Form' };
  const view = { type: 'modal' as const, title, blocks: [{ type: 'divider' as const }] };
  await client.views.open({ trigger_id: body.trigger_id, view });
});
app.view(/.*/, async ({ ack }) => ack());
const server = receiver.app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
