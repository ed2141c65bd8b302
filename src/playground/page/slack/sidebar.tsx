import type { ChannelInfo } from '../../page-api.js';
import { Avatar } from '../shell/avatar.js';
import { useReader } from './reader.js';
import { useWords } from './words.js';

interface SidebarProps {
  team: string;
  current: string;
  unread: ReadonlyMap<string, number>;
  onChoose: (channel: string) => void;
}

export function Sidebar({ team, current, unread, onChoose }: SidebarProps) {
  const { channels } = useReader();
  const words = useWords();
  const section = (title: string, kind: ChannelInfo['kind']) => {
    const members = channels.filter((channel) => channel.kind === kind);
    return members.length === 0 ? null : (
      <>
        <h3>{title}</h3>
        <ul>
          {members.map((channel) => (
            <SidebarItem
              key={channel.id}
              channel={channel}
              current={channel.id === current}
              unread={unread.get(channel.id) ?? 0}
              onChoose={onChoose}
            />
          ))}
        </ul>
      </>
    );
  };
  return (
    <nav className="sidebar" aria-label={words.channels}>
      <div className="team">
        <strong>{team}</strong>
        <span className="muted">Slack stand-in</span>
      </div>
      {section(words.channels, 'channel')}
      {section(words.directMessages, 'im')}
    </nav>
  );
}

interface SidebarItemProps {
  channel: ChannelInfo;
  current: boolean;
  unread: number;
  onChoose: (channel: string) => void;
}

function SidebarItem({ channel, current, unread, onChoose }: SidebarItemProps) {
  const { users, me } = useReader();
  const words = useWords();
  const other = users.get(channel.memberIds.find((id) => id !== me?.id) ?? '');
  return (
    <li>
      <button
        type="button"
        className={unread > 0 ? 'channel-link channel-unread' : 'channel-link'}
        aria-current={current ? 'page' : undefined}
        onClick={() => onChoose(channel.id)}
      >
        {channel.kind === 'im' ? <Avatar user={other} small /> : <span className="hash">#</span>}
        <span className="channel-name">{channel.name}</span>
        {unread > 0 && (
          <span className="unread">
            {unread}
            <span className="visually-hidden"> {words.unread}</span>
          </span>
        )}
      </button>
    </li>
  );
}
