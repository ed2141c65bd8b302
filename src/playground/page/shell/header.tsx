import type { ReactNode } from 'react';
import { displayNames } from '../../../formats.js';
import type { UserInfo, UserKind } from '../../page-api.js';
import { Avatar } from './avatar.js';
import { MoonIcon, SunIcon } from './icons.js';
import { useTheme } from './theme.js';

const GROUPS: readonly [UserKind, string][] = [
  ['member', 'Colleagues'],
  ['guest', 'Guests'],
  ['external', 'From another company'],
];

interface HeaderProps {
  users: readonly UserInfo[];
  me: string | undefined;
  onChoose: (user: string) => void;
  /** Stands before the choice of person. */
  children?: ReactNode;
}

export function Header({ users, me, onChoose, children }: HeaderProps) {
  const [theme, toggleTheme] = useTheme();
  const current = users.find(({ id }) => id === me);
  return (
    <header className="page-head">
      <div className="brand">
        <h1>
          Referral Desk <span>playground</span>
        </h1>
        <p>Nothing leaves this machine</p>
      </div>
      {children}
      <label className="switcher">
        <span className="switcher-label">You are</span>
        <Avatar user={current} small />
        <select value={me ?? ''} onChange={(event) => onChoose(event.target.value)} aria-label="Who you are">
          {GROUPS.map(([kind, label]) => {
            const members = users.filter((user) => user.kind === kind);
            return members.length === 0 ? null : (
              <optgroup key={kind} label={label}>
                {members.map((user) => (
                  <option key={user.id} value={user.id}>
                    {user.name} · {languageOf(user.locale)}
                  </option>
                ))}
              </optgroup>
            );
          })}
        </select>
      </label>
      <button
        type="button"
        className="icon-button"
        aria-label={theme === 'light' ? 'Switch to dark colours' : 'Switch to light colours'}
        title={theme === 'light' ? 'Dark' : 'Light'}
        onClick={toggleTheme}
      >
        {theme === 'light' ? <MoonIcon /> : <SunIcon />}
      </button>
    </header>
  );
}

/** The language's own name: `français`. */
function languageOf(locale: string): string {
  return displayNames(locale, { type: 'language' }).of(locale.slice(0, 2)) ?? locale;
}
