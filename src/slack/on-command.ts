import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { type Asker, askerOf } from '../application/asker.js';
import { type ChatCommand, parseChatCommand } from '../application/chat-command.js';
import { chooseNotifyWay } from '../application/choose-notify-way.js';
import { faultPhrase } from '../application/faults.js';
import { codeMissing, helpLines, notUnderstood } from '../application/help.js';
import { openNewRequest } from '../application/open-form.js';
import { within } from '../application/within.js';
import { phrase } from '../application/wording.js';
import type { SlackDesk } from './desk.js';
import { listAnswer, showAnswer } from './lists.js';
import { escapeText, mrkdwn, plain } from './markup.js';
import { newRequestModal } from './modals.js';
import { openView } from './open-view.js';
import { answerPrivately, type PrivateAnswer } from './private-answer.js';
import { renderFields } from './render-form.js';

type Arguments = SlackCommandMiddlewareArgs & { readonly client: WebClient };

/** `/deals …` and `/rfi …`. The acknowledgement carries the answer, unless that takes too long. */
export async function onCommand(desk: SlackDesk, { ack, command, client }: Arguments): Promise<void> {
  const parsed = parseChatCommand(command.command, command.text);
  const work = answerTo(desk, command, parsed, client).catch(async (error): Promise<PrivateAnswer> => {
    const reader = await askerOf(desk.directory, command.user_id).then(
      (asker) => asker.reader,
      () => ({ language: 'en' as const, timeZone: 'UTC' }),
    );
    return { text: escapeText(plain(reader, faultPhrase(desk.logger, error))) };
  });
  const answer = await within(work, desk.answerWithinMs);
  if (answer.done) {
    if (!answer.value) return ack();
    const { text, blocks } = answer.value;
    return ack({ response_type: 'ephemeral', text, ...(blocks ? { blocks: [...blocks] } : {}) });
  }
  await ack();
  const late = await answer.later;
  if (late) await answerPrivately(command.response_url, late, desk.logger);
}

/** Null: a form was opened instead. */
async function answerTo(
  desk: SlackDesk,
  command: Arguments['command'],
  parsed: ChatCommand,
  client: WebClient,
): Promise<PrivateAnswer | null> {
  const asker = await askerOf(desk.directory, command.user_id);
  switch (parsed.kind) {
    case 'list':
      return listAnswer(desk, asker, parsed.page);
    case 'show': {
      if (!parsed.code) return say(mrkdwn(asker.reader, codeMissing));
      const referral = await desk.referrals.byCode(parsed.code);
      return showAnswer(desk, asker, referral);
    }
    case 'notify':
      return say(mrkdwn(asker.reader, await chooseNotifyWay(desk, asker, parsed.way)));
    case 'help':
      return help(asker);
    case 'unknown': {
      const { word, suggestion } = parsed;
      const text = notUnderstood(word, suggestion)
        .map((line) => mrkdwn(asker.reader, line))
        .join(' ');
      if (suggestion) return say(text);
      const helped = help(asker);
      return { text, blocks: [section(text), ...(helped.blocks ?? [])] };
    }
    case 'new':
      return openNew(desk, asker, command, client);
  }
}

async function openNew(
  desk: SlackDesk,
  asker: Asker,
  command: Arguments['command'],
  client: WebClient,
): Promise<PrivateAnswer | null> {
  const { reader } = asker;
  const opened = await openNewRequest(desk, asker, command.channel_id);
  if (opened.kind === 'notice') return say(mrkdwn(reader, opened.text));
  const view = newRequestModal(reader, renderFields(reader, opened.fields), { u: command.response_url });
  const shown = await openView(client, command.trigger_id, view);
  return shown.kind === 'too-late' ? say(mrkdwn(reader, phrase('fault.trigger'))) : null;
}

function help({ reader }: Asker): PrivateAnswer {
  const text = [`*${mrkdwn(reader, phrase('help.title'))}*`, ...helpLines.map((line) => mrkdwn(reader, line))].join(
    '\n',
  );
  return { text: escapeText(plain(reader, phrase('help.title'))), blocks: [section(text)] };
}

const say = (text: string): PrivateAnswer => ({ text, blocks: [section(text)] });

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
