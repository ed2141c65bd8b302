import { array, boolean, byType, type Check, type Fields, integer, object, oneOf, string } from './check.js';
import { blockId, link } from './composition.js';

const text = string({ min: 1 });
const style = object({}, { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean });
const styled: Fields = { style };

const inline: Record<string, Check> = {
  text: object({ text }, styled),
  link: object({ url: link }, { ...styled, text: string(), unsafe: boolean }),
  user: object({ user_id: text }, styled),
  channel: object({ channel_id: text }, styled),
  usergroup: object({ usergroup_id: text }, styled),
  emoji: object({ name: text }, { ...styled, unicode: string(), url: link }),
  broadcast: object({ range: oneOf('here', 'channel', 'everyone') }, styled),
  date: object({ timestamp: integer(), format: text }, { ...styled, url: link, fallback: string() }),
  color: object({ value: text }, styled),
};
const inlines = array(byType(() => inline));
const section = object({ elements: inlines });
const border: Fields = { border: integer({ min: 0, max: 1 }) };

const parts: Record<string, Check> = {
  rich_text_section: section,
  rich_text_list: object(
    { elements: array(byType(() => ({ rich_text_section: section }))), style: oneOf('bullet', 'ordered') },
    { ...border, indent: integer({ min: 0, max: 8 }), offset: integer({ min: 0 }) },
  ),
  rich_text_quote: object({ elements: inlines }, border),
  rich_text_preformatted: object(
    { elements: array(byType(() => ({ text: inline.text as Check, link: inline.link as Check }))) },
    { ...border, language: string() },
  ),
};

export const richTextBlock: Check = object({ elements: array(byType(() => parts)) }, { block_id: blockId });
