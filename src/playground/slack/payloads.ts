import { randomBytes } from 'node:crypto';
import type { InputValues } from '../page-api.js';
import type { Payload } from './delivery.js';
import { stateOf } from './input-values.js';
import type { Channel, Ephemeral, Json, SlackUser, StoredMessage } from './model.js';
import { renderMessage } from './render.js';
import type { ResponseTarget, ResponseUrls } from './response-urls.js';
import type { Triggers } from './triggers.js';
import type { StoredView, Views } from './views.js';
import type { Workspace } from './workspace.js';

/** The deprecated verification token, which every payload still carries. */
const TOKEN = 'deprecated-verification-token';

export type ActionPlace =
  | { kind: 'message'; channel: Channel; message: StoredMessage }
  | { kind: 'ephemeral'; channel: Channel; message: Ephemeral }
  | { kind: 'view'; view: StoredView };

/** Builds what Slack sends to an app, in the shapes Slack uses. */
export class Payloads {
  constructor(
    readonly workspace: Workspace,
    readonly views: Views,
    readonly triggers: Triggers,
    readonly responseUrls: ResponseUrls,
    /** Where response URLs live: `http://127.0.0.1:PORT`. */
    readonly origin: () => string,
  ) {}

  /** @param entered what the person has entered in a message's inputs; a view keeps that itself */
  blockActions(user: SlackUser, place: ActionPlace, action: Json, entered: InputValues = {}): Payload {
    const trigger = this.triggers.issue(user.id, place.kind === 'view' ? place.view.id : undefined);
    const actions = [{ ...action, action_ts: this.workspace.timestamps.next() }];
    const body = {
      ...this.#envelope('block_actions', user),
      trigger_id: trigger,
      ...this.#place(user, place, entered),
      actions,
    };
    return { kind: 'interactive', body };
  }

  viewSubmission(user: SlackUser, view: StoredView): Payload {
    return {
      kind: 'interactive',
      body: {
        ...this.#envelope('view_submission', user),
        trigger_id: this.triggers.issue(user.id, view.id),
        view: this.views.render(view),
        response_urls: [],
      },
    };
  }

  viewClosed(user: SlackUser, view: StoredView, cleared: boolean): Payload {
    const body = { ...this.#envelope('view_closed', user), view: this.views.render(view), is_cleared: cleared };
    return { kind: 'interactive', body };
  }

  slashCommand(user: SlackUser, channel: Channel, command: string, text: string): Payload {
    const { team, installation } = this.workspace;
    return {
      kind: 'slash_commands',
      body: {
        token: TOKEN,
        team_id: team.id,
        team_domain: team.domain,
        channel_id: channel.id,
        channel_name: nameInPayload(channel),
        user_id: user.id,
        user_name: user.name,
        command,
        text,
        api_app_id: installation.appId,
        is_enterprise_install: 'false',
        response_url: this.#responseUrl('commands', { channel, user: user.id }),
        trigger_id: this.triggers.issue(user.id),
      },
    };
  }

  shortcut(user: SlackUser, callbackId: string): Payload {
    return {
      kind: 'interactive',
      body: {
        ...this.#envelope('shortcut', user),
        callback_id: callbackId,
        trigger_id: this.triggers.issue(user.id),
        action_ts: this.workspace.timestamps.next(),
      },
    };
  }

  messageShortcut(user: SlackUser, callbackId: string, channel: Channel, message: StoredMessage): Payload {
    return {
      kind: 'interactive',
      body: {
        ...this.#envelope('message_action', user),
        callback_id: callbackId,
        trigger_id: this.triggers.issue(user.id),
        action_ts: this.workspace.timestamps.next(),
        message_ts: message.ts,
        channel: { id: channel.id, name: nameInPayload(channel) },
        message: renderMessage(this.workspace, channel, message),
        response_url: this.#responseUrl('actions', { channel, user: user.id, message: { ts: message.ts } }),
      },
    };
  }

  event(event: Json): Payload {
    const { team, installation } = this.workspace;
    return {
      kind: 'events_api',
      body: {
        token: TOKEN,
        team_id: team.id,
        context_team_id: team.id,
        context_enterprise_id: null,
        api_app_id: installation.appId,
        event,
        type: 'event_callback',
        event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
        event_time: Math.floor(this.workspace.now() / 1000),
        authorizations: [
          {
            enterprise_id: null,
            team_id: team.id,
            user_id: installation.botUserId,
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        is_ext_shared_channel: false,
      },
    };
  }

  #place(user: SlackUser, place: ActionPlace, entered: InputValues): Json {
    if (place.kind === 'view') {
      return { container: { type: 'view', view_id: place.view.id }, view: this.views.render(place.view) };
    }
    const { channel, message } = place;
    const target: ResponseTarget =
      place.kind === 'ephemeral'
        ? { channel, user: user.id, message: { ephemeral: place.message } }
        : { channel, user: user.id, message: { ts: message.ts } };
    return {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: place.kind === 'ephemeral',
        ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
      },
      channel: { id: channel.id, name: nameInPayload(channel) },
      // Of an ephemeral message the app gets the place, but not the content.
      ...(place.kind === 'message' ? { message: renderMessage(this.workspace, channel, place.message) } : {}),
      state: { values: stateOf(message.blocks, entered) },
      response_url: this.#responseUrl('actions', target),
    };
  }

  #envelope(type: string, user: SlackUser): Json {
    const { team, installation } = this.workspace;
    // A person of another workspace acts from there.
    const home =
      user.teamId === team.id ? { id: team.id, domain: team.domain } : { id: user.teamId, domain: 'external' };
    return {
      type,
      user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
      api_app_id: installation.appId,
      token: TOKEN,
      team: home,
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  #responseUrl(kind: 'actions' | 'commands', target: ResponseTarget): string {
    return `${this.origin()}${this.responseUrls.issue(kind, target)}`;
  }
}

function nameInPayload({ kind, name }: Channel): string {
  return { public: name, private: 'privategroup', im: 'directmessage' }[kind];
}
