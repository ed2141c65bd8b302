import { TurnContext } from 'botbuilder';
import type { Asker } from '../application/asker.js';
import { type ChatCommand, parseChatCommand } from '../application/chat-command.js';
import { chooseNotifyWay } from '../application/choose-notify-way.js';
import { faultPhrase } from '../application/faults.js';
import { codeMissing, helpLines, notUnderstood, unsupported } from '../application/help.js';
import type { Phrase } from '../application/phrase.js';
import { phrase } from '../application/wording.js';
import type { Profile } from '../domain/profile.js';
import { type Activity, baseOf, readerOf, scopeOf } from './activity.js';
import { type Answer, listAnswer, notice, showAnswer } from './answer.js';
import { answerInTime, askerFor } from './ask.js';
import type { TeamsDesk } from './desk.js';
import { plain } from './markup.js';
import { pressOf } from './press.js';
import { button } from './render-actions.js';
import { toActivity } from './render-message.js';
import { plainLines, renderNotice } from './render-notice.js';

/** Sends into the conversation that a message came from. */
export type Reply = (activity: ReturnType<typeof toActivity>) => Promise<unknown>;

/**
 * Something written to the bot, or a button pressed where a client knows neither `Action.Execute` nor dialogs (it then
 * sends the button's data as a message). Delivered again, it is carried out again and not answered twice.
 */
export async function onMessage(desk: TeamsDesk, activity: Activity, reply: Reply): Promise<void> {
  const { text, card } = await answerToMessage(desk, activity);
  const interaction = activity.id && `teams:message:${activity.conversation.id}:${activity.id}`;
  if (interaction && !desk.told.firstTime(interaction)) return;
  try {
    await reply(toActivity({ summary: text, card }));
  } catch (error) {
    if (interaction) desk.told.notTold(interaction);
    throw error;
  }
}

async function answerToMessage(desk: TeamsDesk, activity: Activity): Promise<Answer> {
  if (typeof activity.value === 'object' && activity.value !== null) {
    const press = pressOf(activity, activity.value, 'message');
    return addressed(await answerInTime(deskFor(desk, activity), activity, press), activity);
  }
  try {
    return await commanded(desk, activity);
  } catch (error) {
    return notice({ reader: readerOf(activity) }, faultPhrase(desk.logger, error));
  }
}

/** Everybody in a shared conversation reads the answer to one person's press: it says whose it is, without a mention. */
function addressed(answer: Answer, activity: Activity): Answer {
  const { name } = activity.from;
  if (scopeOf(activity) === 'personal' || !name) return answer;
  const reader = readerOf(activity);
  const whose = phrase('answer.for', { name });
  const { card, text } = answer;
  const body = [renderNotice(reader, [whose]).body, card.body].flat();
  return { ...answer, text: `${plain(reader, whose)} ${text}`, card: { ...card, body } };
}

async function commanded(desk: TeamsDesk, activity: Activity): Promise<Answer> {
  const asker = await askerFor(desk, activity);
  const command = readCommand(textOf(activity));
  const isAboutDeals = command.kind === 'list' || command.kind === 'show';
  // In a group chat there may be people who mustn't read along.
  if (scopeOf(activity) === 'group' && isAboutDeals) return notice(asker, phrase('command.in-private'));
  return answerToCommand(deskFor(desk, activity), asker, command);
}

async function answerToCommand(desk: TeamsDesk, asker: Asker, command: ChatCommand): Promise<Answer> {
  const { reader } = asker;
  switch (command.kind) {
    case 'list':
      return listAnswer(desk, asker, command.page, 'message');
    case 'show':
      if (!command.code) return notice(asker, codeMissing);
      return showAnswer(desk, asker, await desk.referrals.byCode(command.code), 'message');
    case 'notify':
      return notice(asker, await chooseNotifyWay(desk, asker, command.way));
    case 'new':
      return offerNew(asker);
    case 'help':
      return help(asker, []);
    case 'unknown': {
      const { word, suggestion } = command;
      return help(asker, notUnderstood(word, suggestion));
    }
  }
  return notice({ reader }, unsupported);
}

/**
 * Everybody in a channel reads what is written there. So there the desk speaks only of profiles whose cards stand in
 * channels of the same team anyway.
 */
function deskFor(desk: TeamsDesk, activity: Activity): TeamsDesk {
  if (scopeOf(activity) !== 'channel') return desk;
  let asked: Promise<ReadonlySet<string>> | undefined;
  const stands = async (profile: Profile) => {
    asked ??= channelsAround(desk, baseOf(activity.conversation.id));
    const channels = await asked;
    return profile.teamsChannels.some((channel) => channels.has(channel));
  };
  const profiles = {
    all: async () => {
      const all = await desk.profiles.all();
      const standing = await Promise.all(all.map(stands));
      return all.filter((_profile, index) => standing[index]);
    },
    byId: async (profileId: string) => {
      const profile = await desk.profiles.byId(profileId);
      return profile && (await stands(profile)) ? profile : null;
    },
  };
  return { ...desk, profiles };
}

/** A channel and all others of its team that the desk knows. */
async function channelsAround(desk: TeamsDesk, id: string): Promise<ReadonlySet<string>> {
  const here = await desk.conversations.byId(id);
  const ofTeam = here?.team ? await desk.conversations.open(here.team) : [];
  return new Set([id, ...ofTeam.map((channel) => channel.id)]);
}

/** What was written, without the mention of the bot, on one line. */
export function textOf(activity: Activity): string {
  const text = TurnContext.removeRecipientMention(activity as never) ?? activity.text ?? '';
  return text
    .replace(/<\/?at[^>]*>/gi, ' ')
    .replace(/&nbsp;|[\s\u200b]+/g, ' ')
    .trim();
}

/** The same words as in Slack, with or without their slash; `deals` may be left out. */
export function readCommand(text: string): ChatCommand {
  const named = /^\/?(deals|rfi)(?:\s+(.*))?$/i.exec(text);
  if (named) return parseChatCommand(`/${named[1]?.toLowerCase()}`, named[2] ?? '');
  if (text === '') return { kind: 'help' };
  return /^new$/i.test(text) ? { kind: 'new' } : parseChatCommand('/deals', text);
}

/** A message can't open a dialog; its button can. */
function offerNew(asker: Asker): Answer {
  const { reader } = asker;
  const title = phrase('form.new');
  const actions = [button(plain(reader, title), { do: 'new' }, 'message')];
  const card = renderNotice(reader, [phrase('help.new.button')], { actions });
  return { title: plain(reader, title), card, text: plain(reader, title), extent: 'page' };
}

function help({ reader }: Asker, before: readonly Phrase[]): Answer {
  const title = phrase('help.title');
  const card = renderNotice(reader, [...before, ...helpLines], { title });
  const text = before.length > 0 ? plainLines(reader, before) : plain(reader, title);
  return { title: plain(reader, title), card, text, extent: 'page' };
}
