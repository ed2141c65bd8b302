import type { ReactNode } from 'react';
import { inOrder } from '../in-order.js';
import { useReader } from '../reader.js';
import { formatSlackDate, fullDateTime } from './dates.js';
import { type Inline, type MrkdwnBlock, parseMrkdwn } from './parse.js';

/** Slack's mrkdwn, with dates and names as the selected person reads them. */
export function Mrkdwn({ text, verbatim = false }: { text: string; verbatim?: boolean }) {
  return inOrder(parseMrkdwn(text, verbatim), (block) => <MrkdwnPart block={block} />);
}

function MrkdwnPart({ block }: { block: MrkdwnBlock }) {
  if (block.kind === 'preformatted') return <pre className="pre">{block.text}</pre>;
  if (block.kind === 'quote') {
    return (
      <blockquote className="quote">
        <Inlines nodes={block.children} />
      </blockquote>
    );
  }
  return (
    <span className="paragraph">
      <Inlines nodes={block.children} />
    </span>
  );
}

export function Inlines({ nodes }: { nodes: readonly Inline[] }): ReactNode {
  return inOrder(nodes, (node) => <InlineNode node={node} />);
}

function InlineNode({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'bold':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      );
    case 'code':
      return <code className="code">{node.text}</code>;
    case 'emoji':
      return <Emoji name={node.name} character={node.character} />;
    case 'link':
      return (
        <ExternalLink url={node.url}>
          <Inlines nodes={node.label} />
        </ExternalLink>
      );
    case 'user':
      return <UserMention id={node.id} label={node.label} />;
    case 'channel':
      return <ChannelMention id={node.id} label={node.label} />;
    case 'broadcast':
      return <span className="mention mention-me">@{node.name}</span>;
    case 'date':
      return <SlackDate {...node} />;
  }
}

export function Emoji({ name, character }: { name: string; character: string }) {
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {character}
    </span>
  );
}

/** Opens beside the playground and tells the other site nothing. */
export function ExternalLink({ url, children }: { url: string; children: ReactNode }) {
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

export function UserMention({ id, label }: { id: string; label?: string | undefined }) {
  const { users, me } = useReader();
  return (
    <span className={id === me?.id ? 'mention mention-me' : 'mention'}>@{users.get(id)?.name ?? label ?? id}</span>
  );
}

export function ChannelMention({ id, label }: { id: string; label?: string | undefined }) {
  const { channels } = useReader();
  const name = channels.find((channel) => channel.id === id)?.name ?? label ?? 'private channel';
  return <span className="mention">#{name}</span>;
}

interface SlackDateProps {
  seconds: number;
  format: string;
  url?: string | undefined;
  fallback: string;
}

export function SlackDate({ seconds, format, url, fallback }: SlackDateProps) {
  const reader = useReader();
  const text = formatSlackDate(seconds, format, reader);
  if (text === undefined) return fallback;
  const date = new Date(seconds * 1000);
  const time = (
    <time dateTime={date.toISOString()} title={fullDateTime(date, reader)}>
      {text}
    </time>
  );
  return url === undefined ? time : <ExternalLink url={url}>{time}</ExternalLink>;
}
