import { z } from 'zod';
import { type Language, languages } from '../domain/profile.js';
import { isTimeZone } from '../formats.js';

const Account = z.looseObject({ id: z.string().min(1), name: z.string().nullish(), aadObjectId: z.string().nullish() });

/**
 * What an activity must have before botbuilder sees it: without `from.id` its application throws, without a type it
 * answers with a page of HTML, and without a service address it wouldn't compare that with the token's.
 */
export const Activity = z.looseObject({
  type: z.string().min(1).max(100),
  id: z.string().max(1_000).optional(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.string().min(1).max(2_000),
  from: Account,
  recipient: Account,
  conversation: z.looseObject({
    id: z.string().min(1).max(1_000),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
  }),
  name: z.string().nullish(),
  text: z.string().nullish(),
  locale: z.string().nullish(),
  localTimezone: z.string().nullish(),
  replyToId: z.string().nullish(),
  action: z.string().nullish(),
  value: z.unknown().optional(),
  entities: z.array(z.looseObject({ type: z.string().nullish() })).nullish(),
  membersAdded: z.array(Account).nullish(),
  membersRemoved: z.array(Account).nullish(),
  channelData: z
    .looseObject({
      eventType: z.string().nullish(),
      tenant: z.looseObject({ id: z.string() }).nullish(),
      team: z.looseObject({ id: z.string(), aadGroupId: z.string().max(100).nullish() }).nullish(),
      channel: z.looseObject({ id: z.string() }).nullish(),
      settings: z.looseObject({ selectedChannel: z.looseObject({ id: z.string() }).nullish() }).nullish(),
    })
    .nullish(),
});
export type Activity = z.infer<typeof Activity>;

/** Null where the activity doesn't say: the bot can't trust it then. */
export function tenantOf({ conversation, channelData }: Activity): string | null {
  return channelData?.tenant?.id ?? conversation.tenantId ?? null;
}

const ClientInfo = z.object({
  locale: z.string().nullish(),
  timezone: z.string().nullish(),
});

/** How the sender reads, by what their client tells. */
export function readerOf(activity: Activity): { readonly language: Language; readonly timeZone: string } {
  const told = activity.entities?.find(({ type }) => type === 'clientInfo');
  const client = ClientInfo.safeParse(told ?? {});
  const locale = (client.success && client.data.locale) || activity.locale || 'en';
  const timeZone = (client.success && client.data.timezone) || activity.localTimezone || 'UTC';
  const language = languages.find((known) => locale.toLowerCase().startsWith(known)) ?? 'en';
  return { language, timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' };
}

/** The conversation without its thread. */
export const baseOf = (conversationId: string) => conversationId.replace(/;messageid=.*$/, '');

export type Scope = 'personal' | 'channel' | 'group';

export function scopeOf({ conversation }: Activity): Scope {
  if (conversation.conversationType === 'channel') return 'channel';
  return conversation.conversationType === 'personal' ? 'personal' : 'group';
}

/** Whether the bot itself is among these accounts. */
export const includesBot = (activity: Activity, accounts: Activity['membersAdded']) =>
  accounts?.some(({ id }) => id === activity.recipient.id) ?? false;
