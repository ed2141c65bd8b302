import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { type Activity, type ConversationReference, type InvokeResponse, TurnContext } from 'botbuilder';
import express from 'express';
import { TeamsStandIn, type TeamsStandInOptions } from '../../../src/playground/teams/stand-in.js';
import { DeskAdapter } from '../../../src/teams/adapter.js';
import { loopbackEndpoints, loopbackSettings } from '../../../src/teams/loopback-endpoints.js';
import { cleanUp, cleanups, serve } from '../serving.js';

export { cleanUp, cleanups };

export async function startTeams(options: TeamsStandInOptions = {}): Promise<TeamsStandIn> {
  const teams = new TeamsStandIn(options);
  await teams.start();
  cleanups.push(() => teams.stop());
  return teams;
}

type Handle = (context: TurnContext) => Promise<InvokeResponse['body'] | undefined>;

/** The real adapter on the stand-in, in the stand-in's way of authentication. */
export async function startBot(teams: TeamsStandIn, handle: Handle = async () => undefined): Promise<TeamsAdapter> {
  const adapter =
    teams.openIdMetadataUrl && signed.has(teams) ? tokenAdapter(teams) : new TeamsAdapter({ MicrosoftAppId: '' });
  const app = express().use(express.json());
  app.post('/api/messages', (request, response) => {
    adapter
      .process(request, response, async (context) => {
        const body = await handle(context);
        if (context.activity.type === 'invoke') {
          await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
        }
      })
      .catch(() => response.headersSent || response.status(500).end());
  });
  teams.requestUrl = `${await serve(app)}/api/messages`;
  return adapter;
}

const signed = new WeakSet<TeamsStandIn>();

/** A stand-in that signs what it sends and asks the bot for its tokens. */
export async function startSignedTeams(options: TeamsStandInOptions = {}): Promise<TeamsStandIn> {
  const teams = await startTeams({ authentication: 'tokens', ...options });
  signed.add(teams);
  return teams;
}

/** Single tenant, with keys and tokens from the stand-in. */
function tokenAdapter(teams: TeamsStandIn): TeamsAdapter {
  return new DeskAdapter(loopbackSettings(teams), loopbackEndpoints(teams));
}

export const card = (body: object[], actions: object[] = [], more: object = {}) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  actions,
  ...more,
});

export const text = (words: string) => ({ type: 'TextBlock', text: words, wrap: true });

export const execute = (verb: string, data: object = {}) => ({
  type: 'Action.Execute',
  title: verb,
  verb,
  data,
  fallback: { type: 'Action.Submit', title: verb, data: { verb, ...data } },
});

export const fetchDialog = (title: string, data: object = {}) => ({
  type: 'Action.Submit',
  title,
  data: { msteams: { type: 'task/fetch' }, ...data },
});

export const attach = (content: object) => ({ contentType: 'application/vnd.microsoft.card.adaptive', content });

/** A message as the bot sends it. */
export const cardMessage = (content: object, summary = 'A card'): Partial<Activity> => ({
  type: 'message',
  summary,
  attachments: [attach(content)],
});

export const referenceOf = (activity: Activity): Partial<ConversationReference> =>
  TurnContext.getConversationReference(activity);
