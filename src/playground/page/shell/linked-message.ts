import { useEffect } from 'react';
import { type LinkedMessage, linkedMessage } from '../../message-links.js';
import { readChoice } from './location.js';

export type { LinkedMessage };

/** What the page was opened for. */
export function messageInAddress(): LinkedMessage | undefined {
  const platform = readChoice('platform') === 'teams' ? 'teams' : 'slack';
  const place = readChoice(platform === 'teams' ? 'conversation' : 'channel');
  const message = readChoice('message');
  return place === undefined || message === undefined ? undefined : { platform, place, message };
}

/** A link to a message leads there within the page, as it does within the platforms' own clients. */
export function useMessageLinks(ask: (message: LinkedMessage) => void): void {
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const message = messageBehind(event.target);
      if (!message) return;
      event.preventDefault();
      ask(message);
    };
    document.addEventListener('click', follow, true);
    return () => document.removeEventListener('click', follow, true);
  }, [ask]);
}

function messageBehind(target: EventTarget | null): LinkedMessage | undefined {
  const link = target instanceof Element ? target.closest('a') : null;
  return link?.origin === window.location.origin ? linkedMessage(link.pathname) : undefined;
}
