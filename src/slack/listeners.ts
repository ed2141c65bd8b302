import type { App, ViewSubmitAction } from '@slack/bolt';
import type { SlackDesk } from './desk.js';
import { slashCommands, subscribedEvents } from './manifest.js';
import { onAction } from './on-action.js';
import { onCommand } from './on-command.js';
import { onSubmit } from './on-submit.js';

/**
 * What Slack may send us, and who takes it. Everything else is left to `AcknowledgingApp`.
 */
export function registerListeners(app: App, desk: SlackDesk): void {
  app.action({ type: 'block_actions' }, (args) => onAction(desk, args));
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /.*/ }, (args) => onSubmit(desk, args));
  for (const { command } of slashCommands) app.command(command, (args) => onCommand(desk, args));
  for (const event of subscribedEvents) {
    app.event(event, async ({ event: { type, channel, user } }) => {
      desk.directory.forget(channel);
      if (type === 'member_joined_channel' && user === desk.botUserId) desk.channelJoined(channel);
    });
  }

  app.error(async (error) => {
    desk.logger.error({ err: error }, 'a Slack listener failed');
  });
}
