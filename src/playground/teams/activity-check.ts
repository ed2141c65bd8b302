import { isObject, type Json } from '../shared/json.js';
import { cardProblems } from './cards/check-card.js';
import { mentionProblems } from './cards/mentions.js';
import { ConnectorRefusal } from './errors.js';
import type { Attachment } from './model.js';
import { CARD_TYPE } from './organisation.js';

const MAX_CARD_BYTES = 28 * 1024;
const MAX_ACTIVITY_BYTES = 100 * 1024;
/** Beyond this some clients show nothing, though the connector takes it. */
const SAFE_CARD_BYTES = 25 * 1024;

/** The properties of an activity, as the protocol has them. */
const properties = new Set(
  `type id timestamp localTimestamp localTimezone serviceUrl channelId from conversation recipient textFormat
  attachmentLayout text speak inputHint summary suggestedActions attachments entities channelData action replyToId
  label valueType value name relatesTo code expiration importance deliveryMode listenFor textHighlights semanticAction
  callerId locale rawTimestamp rawExpiration rawLocalTimestamp`.split(/\s+/),
);
const formats = ['plain', 'markdown', 'xml'];

/** A message of the bot, as it was sent. */
export interface SentMessage {
  text: string;
  textFormat: string;
  summary?: string;
  attachments: Attachment[];
  entities: Json[];
}

export type SentActivity = { kind: 'typing' } | { kind: 'message'; message: SentMessage; warnings: string[] };

/**
 * Reads an activity that the bot sends.
 *
 * @returns `warnings` tell of what Teams lets pass and people would miss
 * @throws ConnectorRefusal
 */
export function readActivity(value: unknown): SentActivity {
  if (!isObject(value)) throw new ConnectorRefusal('BadSyntax', ['The activity is no object.']);
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_ACTIVITY_BYTES) throw new ConnectorRefusal('MessageSizeTooBig');
  const unknown = Object.keys(value).filter((key) => !properties.has(key));
  if (unknown.length > 0) throw new ConnectorRefusal('BadSyntax', [`Unknown: ${unknown.join(', ')}.`]);
  if (value.type === 'typing') return { kind: 'typing' };
  if (value.type !== 'message') throw new ConnectorRefusal('BadArgument', [`Type ${String(value.type)} is not sent.`]);
  const message = readMessage(value);
  const problems = [
    ...(message.text === '' && message.attachments.length === 0 ? ['There is neither text nor an attachment.'] : []),
    ...(formats.includes(message.textFormat) ? [] : [`textFormat: must be one of ${formats.join(', ')}`]),
    ...mentionProblems([message.text], value.entities, 'entities'),
    ...message.attachments.flatMap((attachment, index) => attachmentProblems(attachment, `attachments/${index}`)),
  ];
  if (problems.length > 0) throw new ConnectorRefusal('BadArgument', problems);
  return { kind: 'message', message, warnings: warningsOf(message) };
}

function readMessage({ text, textFormat, summary, attachments, entities }: Json): SentMessage {
  const list = attachments ?? [];
  if (!Array.isArray(list) || !list.every(isAttachment)) {
    throw new ConnectorRefusal('BadArgument', ['attachments: each needs a contentType']);
  }
  for (const [name, each] of Object.entries({ text, textFormat, summary })) {
    if (each !== undefined && each !== null && typeof each !== 'string') {
      throw new ConnectorRefusal('BadArgument', [`${name}: must be a string`]);
    }
  }
  return {
    text: typeof text === 'string' ? text : '',
    textFormat: typeof textFormat === 'string' ? textFormat : 'markdown',
    ...(typeof summary === 'string' && summary.trim() !== '' ? { summary } : {}),
    attachments: list,
    entities: (Array.isArray(entities) ? entities : []).filter(isObject),
  };
}

function isAttachment(value: unknown): value is Attachment {
  return isObject(value) && typeof value.contentType === 'string';
}

function attachmentProblems({ contentType, content }: Attachment, at: string): string[] {
  if (contentType !== CARD_TYPE) return [`${at}/contentType: only ${CARD_TYPE} is shown here`];
  checkCardSize(content);
  return cardProblems(content, 'message').map((problem) => `${at}/content ${problem}`);
}

/** @throws ConnectorRefusal for a card that is too large */
export function checkCardSize(card: unknown): void {
  if (sizeOf(card) > MAX_CARD_BYTES) throw new ConnectorRefusal('MessageSizeTooBig');
}

const sizeOf = (card: unknown) => Buffer.byteLength(JSON.stringify(card ?? null));

function warningsOf({ attachments, summary }: SentMessage): string[] {
  const large = attachments.some(({ content }) => sizeOf(content) > SAFE_CARD_BYTES);
  return [
    ...(large ? ['a card of more than 25 KB is not shown by every client'] : []),
    ...(attachments.length > 0 && summary === undefined ? ['a card without a summary notifies of nothing'] : []),
  ];
}
