import { randomUUID } from 'node:crypto';
import { dateFormat } from '../../formats.js';
import { conversationIdOf } from './conversation-ids.js';
import type { Conversation, Json, StoredMessage, TeamsUser } from './model.js';
import type { Organisation } from './organisation.js';

/** Where something happens. */
export interface Place {
  conversation: Conversation;
  threadId?: string;
}

/** The activities by which Teams tells a bot what people do, with all that the real ones carry. */
export class Activities {
  constructor(
    readonly organisation: Organisation,
    readonly serviceUrl: () => string,
  ) {}

  message(user: TeamsUser, place: Place, message: StoredMessage): Json {
    return {
      type: 'message',
      ...this.#common(user, place),
      id: message.id,
      text: message.text,
      textFormat: 'plain',
      attachments: [{ contentType: 'text/html', content: `<p>${asHtml(message.text)}</p>` }],
      entities: [...message.entities, this.#clientInfo(user)],
      ...(place.threadId === undefined || place.threadId === message.id ? {} : { replyToId: place.threadId }),
    };
  }

  /** What a card sends as if the person had said it: Action.Submit. */
  submit(user: TeamsUser, place: Place, card: StoredMessage, value: Json, text?: string): Json {
    return {
      type: 'message',
      ...this.#common(user, place),
      id: this.organisation.handOut(this.organisation.ids.next()),
      ...(text === undefined ? {} : { text, textFormat: 'plain' }),
      value,
      replyToId: card.id,
      entities: [this.#clientInfo(user)],
      channelData: { ...this.#channelData(user, place), source: { name: 'message' }, legacy: { replyToId: card.id } },
    };
  }

  invoke(user: TeamsUser, place: Place, name: string, value: Json, replyToId?: string): Json {
    return {
      type: 'invoke',
      name,
      ...this.#common(user, place),
      id: this.#id(),
      value,
      ...(replyToId === undefined ? {} : { replyToId }),
      entities: [this.#clientInfo(user)],
      channelData: { ...this.#channelData(user, place), source: { name: 'message' } },
    };
  }

  reaction(user: TeamsUser, place: Place, message: StoredMessage, change: 'added' | 'removed', type: string): Json {
    return {
      type: 'messageReaction',
      ...this.#common(user, place),
      id: this.#id(),
      replyToId: message.id,
      [change === 'added' ? 'reactionsAdded' : 'reactionsRemoved']: [{ type }],
    };
  }

  /** Members came or went, the bot included, or (`eventType`) the team's channels changed. */
  conversationUpdate(user: TeamsUser, place: Place, change: Json, eventType?: string): Json {
    return {
      type: 'conversationUpdate',
      ...this.#common(user, place),
      id: this.#id(),
      ...change,
      channelData: {
        ...this.#channelData(user, place),
        ...(eventType === undefined ? {} : { eventType }),
      },
    };
  }

  installationUpdate(user: TeamsUser, place: Place, action: 'add' | 'remove'): Json {
    return {
      type: 'installationUpdate',
      ...this.#common(user, place),
      id: this.#id(),
      action,
      entities: [this.#clientInfo(user)],
      channelData: { ...this.#channelData(user, place), source: { name: 'message' } },
    };
  }

  #id(): string {
    return this.organisation.handOut(`f:${randomUUID()}`);
  }

  #common(user: TeamsUser, { conversation, threadId }: Place): Json {
    const { bot, now } = this.organisation;
    const kinds = { channel: 'channel', group: 'groupChat', personal: 'personal' } as const;
    return {
      timestamp: new Date(now()).toISOString(),
      localTimestamp: localTime(now(), user.tz),
      localTimezone: user.tz,
      channelId: 'msteams',
      serviceUrl: this.serviceUrl(),
      from: { id: user.id, name: user.name, ...(user.aadObjectId === '' ? {} : { aadObjectId: user.aadObjectId }) },
      conversation: {
        ...(conversation.kind === 'personal' ? {} : { isGroup: true }),
        conversationType: kinds[conversation.kind],
        tenantId: this.#tenantOf(user, conversation),
        id: conversationIdOf(conversation.id, threadId),
      },
      recipient: { id: bot.id, name: bot.name },
      channelData: this.#channelData(user, { conversation }),
      locale: user.locale,
    };
  }

  #channelData(user: TeamsUser, { conversation }: Place): Json {
    const { team } = this.organisation;
    const tenant = { id: this.#tenantOf(user, conversation) };
    if (conversation.kind !== 'channel') return { tenant };
    return {
      teamsChannelId: conversation.id,
      teamsTeamId: team.id,
      channel: { id: conversation.id },
      team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
      tenant,
    };
  }

  /** A team's channels are its own organisation's, whoever speaks there; a private chat is the person's. */
  #tenantOf(user: TeamsUser, { kind }: Conversation): string {
    return kind === 'personal' ? user.tenantId : this.organisation.tenantId;
  }

  #clientInfo({ locale, tz }: TeamsUser): Json {
    return { type: 'clientInfo', locale, country: locale.slice(3), platform: 'Web', timezone: tz };
  }
}

function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll('\n', '<br>');
}

/** ISO 8601 with the offset of the person's time zone. */
function localTime(now: number, timeZone: string): string {
  const parts = dateFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const shifted = new Date(now + offset * 60_000).toISOString();
  return `${shifted.slice(0, -1)}${sign}${hours}:${minutes}`;
}
