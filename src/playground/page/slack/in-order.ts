import { createElement, Fragment, type ReactNode } from 'react';

/** For lists whose items have no identity but their place, such as the columns of a row: they need no keys. */
export function inOrder<T>(items: readonly T[], render: (item: T, index: number) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...items.map(render));
}
