import { dateFormat } from '../../../formats.js';
import type { TeamsMessage, TeamsPerson } from '../../teams-page-api.js';
import { Avatar } from '../shell/avatar.js';
import { CardView } from './card-view.js';
import { markdownToHtml, plainToHtml } from './markdown.js';
import { useTeamsReader } from './reader.js';
import { useWords } from './words.js';

interface TeamsMessageProps {
  message: TeamsMessage;
  /** `post` and `reply` stand in channels, `bubble` in chats. */
  shape: 'post' | 'reply' | 'bubble';
  /** Somebody followed a link to it. */
  asked: boolean;
}

/** One message: who, when, what they said, and the card as the selected person sees it. */
export function TeamsMessageItem({ message, shape, asked }: TeamsMessageProps) {
  const { me, users, locale, tz } = useTeamsReader();
  const words = useWords();
  const author = users.get(message.from);
  const date = new Date(Number(message.id));
  const own = message.from === me;
  const className = [
    'teams-message',
    `teams-${shape}`,
    own && shape === 'bubble' && 'teams-own',
    asked && 'message-asked',
  ];
  return (
    <article className={className.filter(Boolean).join(' ')} data-message={message.id}>
      {!(own && shape === 'bubble') && <Avatar user={author} small={shape !== 'post'} />}
      <div className="teams-message-main">
        <header className="teams-message-head">
          <strong>{author?.name ?? message.from}</strong>
          <PersonBadge person={author} />
          <time
            className="muted"
            dateTime={date.toISOString()}
            title={dateFormat(locale, { timeZone: tz, dateStyle: 'full', timeStyle: 'long' }).format(date)}
          >
            {whenOf(date, locale, tz)}
          </time>
          {message.edited && !message.deleted && <span className="muted">{words.edited}</span>}
        </header>
        <TeamsMessageBody message={message} />
      </div>
    </article>
  );
}

function TeamsMessageBody({ message }: { message: TeamsMessage }) {
  const { people, onAction } = useTeamsReader();
  const words = useWords();
  if (message.deleted) return <p className="muted">{words.deleted}</p>;
  const html = message.markdown ? markdownToHtml(message.text) : plainToHtml(message.text);
  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: all of it was escaped in markdown.ts */}
      {message.text !== '' && <div className="teams-text" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />}
      {message.card && (
        <CardView
          card={message.card}
          people={people}
          onAction={(action, inputs) => onAction({ message: message.id, action, inputs })}
        />
      )}
    </>
  );
}

function PersonBadge({ person }: { person: TeamsPerson | undefined }) {
  const words = useWords();
  const names = { member: undefined, guest: words.guest, bot: words.app, external: words.external };
  const name = person && names[person.kind];
  return name === undefined ? null : <span className={`badge badge-${person?.kind}`}>{name}</span>;
}

/** The time, with the day when it is not today. */
function whenOf(date: Date, locale: string, timeZone: string): string {
  const day = (each: Date) => dateFormat('en-CA', { timeZone }).format(each);
  const time = dateFormat(locale, { timeZone, timeStyle: 'short' }).format(date);
  if (day(date) === day(new Date())) return time;
  return `${dateFormat(locale, { timeZone, day: 'numeric', month: 'short' }).format(date)} ${time}`;
}
