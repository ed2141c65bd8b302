import type { TurnState } from '@microsoft/teams-ai';
// Not the package's index, which loads OpenAI's client and tokenizers as well: half of the start.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { Activity } from './activity.js';
import type { DeskAdapter } from './adapter.js';
import type { TeamsDesk } from './desk.js';
import { type InvokeAnswer, onExecute, onTask } from './on-invoke.js';
import { noteConversation, onMembership } from './on-membership.js';
import { onMessage } from './on-message.js';

/** Somebody waits for it, in milliseconds. */
const replyTimeoutMs = 10_000;

/** What Teams may send us, and who takes it. */
export function createApplication(adapter: DeskAdapter, desk: TeamsDesk): Application<TurnState> {
  const app = new Application({
    adapter,
    botAppId: adapter.appId,
    startTypingTimer: false,
    removeRecipientMention: false,
  });
  const invoke = (names: readonly string[], handle: typeof onTask) =>
    answerInvokes(app, names, async (activity) => {
      await noted(desk, activity);
      return handle(desk, activity);
    });
  invoke(['adaptiveCard/action'], onExecute);
  invoke(['task/fetch', 'task/submit'], onTask);

  app.activity(ActivityTypes.Message, async (context) => {
    const activity = activityOf(context);
    await noted(desk, activity);
    // Not as a reply to the activity: what a button sent is no message that anybody could see.
    await onMessage(desk, activity, async (reply) => {
      const connector = await adapter.connector(activity.serviceUrl);
      await connector.conversations.sendToConversation(activity.conversation.id, reply, { timeout: replyTimeoutMs });
    });
  });
  app.activity(
    async ({ activity }) => activity.type === 'conversationUpdate' || activity.type === 'installationUpdate',
    async (context) => {
      const connector = context.turnState.get<ConnectorClient>(context.adapter.ConnectorClientKey);
      await onMembership(desk, activityOf(context), connector as ConnectorClient);
    },
  );
  return app;
}

/**
 * Every invoke gets its answer from its own handler: teams-ai's helpers for cards keep the kind of an answer between
 * turns, and those for dialogs take only what has data, and only from Teams itself.
 */
export function answerInvokes(
  app: Application<TurnState>,
  names: readonly string[],
  answer: (activity: Activity) => Promise<InvokeAnswer>,
): void {
  app.addRoute(
    async ({ activity }) => activity.type === ActivityTypes.Invoke && names.includes(activity.name ?? ''),
    async (context) => {
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: await answer(activityOf(context)) });
    },
    true,
  );
}

/** It was parsed at the door, into botbuilder's own object. */
const activityOf = (context: TurnContext) => context.activity as unknown as Activity;

/** Nobody's answer waits for the store because of this. */
async function noted(desk: TeamsDesk, activity: Activity): Promise<void> {
  noteConversation(desk, activity).catch((error) => desk.logger.warn({ err: error }, 'a conversation was not noted'));
}
