import type { UserInfo } from '../../page-api.js';

export function Avatar({ user, small = false }: { user: UserInfo | undefined; small?: boolean }) {
  return (
    <span
      className={small ? 'avatar avatar-small' : 'avatar'}
      style={{ backgroundColor: user?.colour ?? 'gray' }}
      aria-hidden="true"
    >
      {user?.initials ?? '?'}
    </span>
  );
}
