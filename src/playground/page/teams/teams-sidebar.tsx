import type { TeamsConversation, TeamsState } from '../../teams-page-api.js';
import { Avatar } from '../shell/avatar.js';
import { PeopleIcon } from '../shell/icons.js';
import { useTeamsReader } from './reader.js';
import { useWords } from './words.js';

interface TeamsSidebarProps {
  state: TeamsState;
  current: string | undefined;
  unread: ReadonlyMap<string, number>;
  onChoose: (conversation: string) => void;
}

export function TeamsSidebar({ state, current, unread, onChoose }: TeamsSidebarProps) {
  const words = useWords();
  const channels = state.conversations.filter(({ kind }) => kind === 'channel');
  const chats = state.conversations.filter(({ kind }) => kind !== 'channel');
  const item = (conversation: TeamsConversation) => (
    <SidebarItem
      key={conversation.id}
      conversation={conversation}
      bot={state.bot.id}
      current={conversation.id === current}
      unread={unread.get(conversation.id) ?? 0}
      onChoose={onChoose}
    />
  );
  return (
    <nav className="sidebar teams-sidebar" aria-label={words.teams}>
      <div className="team">
        <strong>{state.team.name}</strong>
        <span className="muted">Teams stand-in</span>
      </div>
      {chats.length > 0 && (
        <>
          <h3>{words.chats}</h3>
          <ul>{chats.map(item)}</ul>
        </>
      )}
      {channels.length > 0 && (
        <>
          <h3>{words.channels}</h3>
          <ul>{channels.map(item)}</ul>
        </>
      )}
    </nav>
  );
}

interface SidebarItemProps {
  conversation: TeamsConversation;
  bot: string;
  current: boolean;
  unread: number;
  onChoose: (conversation: string) => void;
}

function SidebarItem({ conversation, bot, current, unread, onChoose }: SidebarItemProps) {
  const { users } = useTeamsReader();
  const words = useWords();
  return (
    <li>
      <button
        type="button"
        className={unread > 0 ? 'channel-link channel-unread' : 'channel-link'}
        aria-current={current ? 'page' : undefined}
        onClick={() => onChoose(conversation.id)}
      >
        {conversation.kind === 'personal' && <Avatar user={users.get(bot)} small />}
        {conversation.kind === 'group' && <PeopleIcon />}
        <span className="channel-name">{conversation.name}</span>
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
