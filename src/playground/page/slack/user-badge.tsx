import type { UserKind } from '../../page-api.js';

const NAMES: Readonly<Record<UserKind, string | undefined>> = {
  member: undefined,
  guest: 'Guest',
  bot: 'App',
  external: 'External',
};

/** What a person should know about whom they talk to; nothing for colleagues. */
export function UserBadge({ kind }: { kind: UserKind }) {
  const name = NAMES[kind];
  return name === undefined ? null : <span className={`badge badge-${kind}`}>{name}</span>;
}
