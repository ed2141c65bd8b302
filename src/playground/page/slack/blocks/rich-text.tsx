import type { RichTextBlock, RichTextElement } from '@slack/types';
import type { ReactNode } from 'react';
import { inOrder } from '../in-order.js';
import { findEmoji } from '../mrkdwn/emoji.js';
import { ChannelMention, Emoji, ExternalLink, Inlines, SlackDate, UserMention } from '../mrkdwn/mrkdwn.js';
import { isSafeUrl, parsePlain } from '../mrkdwn/parse.js';

type Part = RichTextBlock['elements'][number];

/** Text with its structure spelt out: nothing in it is parsed, so nothing in it can become markup. */
export function RichText({ block }: { block: RichTextBlock }) {
  return inOrder(block.elements, (part) => <RichTextPart part={part} />);
}

function RichTextPart({ part }: { part: Part }) {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <span className="paragraph">
          <Pieces elements={part.elements} />
        </span>
      );
    case 'rich_text_quote':
      return (
        <blockquote className="quote">
          <Pieces elements={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return <pre className="pre">{part.elements.map((each) => ('text' in each ? each.text : '')).join('')}</pre>;
    case 'rich_text_list': {
      const List = part.style === 'ordered' ? 'ol' : 'ul';
      return (
        <List className="list" style={{ marginInlineStart: `${(part.indent ?? 0) * 1.5}em` }}>
          {inOrder(part.elements, (section) => (
            <li>
              <Pieces elements={section.elements} />
            </li>
          ))}
        </List>
      );
    }
  }
}

function Pieces({ elements }: { elements: readonly RichTextElement[] }): ReactNode {
  return inOrder(elements, (element) => <Piece element={element} />);
}

function Piece({ element }: { element: RichTextElement }) {
  const { style } = element;
  let node = content(element);
  if (style?.code) node = <code className="code">{node}</code>;
  if (style?.strike) node = <s>{node}</s>;
  if (style?.italic) node = <em>{node}</em>;
  if (style?.bold) node = <strong>{node}</strong>;
  return node;
}

function content(element: RichTextElement): ReactNode {
  switch (element.type) {
    case 'text':
      return <Inlines nodes={parsePlain(element.text, false)} />;
    case 'link':
      return isSafeUrl(element.url) ? (
        <ExternalLink url={element.url}>{element.text ?? element.url}</ExternalLink>
      ) : (
        (element.text ?? element.url)
      );
    case 'emoji': {
      const character = findEmoji(element.name);
      return character === undefined ? `:${element.name}:` : <Emoji name={element.name} character={character} />;
    }
    case 'user':
      return <UserMention id={element.user_id} />;
    case 'channel':
      return <ChannelMention id={element.channel_id} />;
    case 'broadcast':
      return <span className="mention mention-me">@{element.range}</span>;
    case 'usergroup':
      return <span className="mention">@{element.usergroup_id}</span>;
    case 'date':
      return (
        <SlackDate
          seconds={element.timestamp}
          format={element.format}
          url={element.url !== undefined && isSafeUrl(element.url) ? element.url : undefined}
          fallback={element.fallback ?? ''}
        />
      );
    case 'color':
      return <code className="code">{element.value}</code>;
    case 'team':
      return element.team_id;
  }
}
