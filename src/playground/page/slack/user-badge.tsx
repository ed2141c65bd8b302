import type { UserKind } from '../../page-api.js';
import { useWords } from './words.js';

/** What a person should know about whom they talk to; nothing for colleagues. */
export function UserBadge({ kind }: { kind: UserKind }) {
  const words = useWords();
  const names = { member: undefined, guest: words.guest, bot: words.app, external: words.external };
  const name = names[kind];
  return name === undefined ? null : <span className={`badge badge-${kind}`}>{name}</span>;
}
