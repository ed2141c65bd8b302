import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LinkedMessage } from './linked-message.js';

/** This close to the end counts as being there. */
const END_PIXELS = 60;

/**
 * Keeps a list at its end while one reads there, and where it is while one reads further up.
 *
 * @param lastKey tells the newest entry from the others
 * @param ownLast whether it is the reader's own, which always comes into sight
 * @param asked comes into sight at each asking; it stands in an element whose `data-message` names it
 */
export function useStickToEnd<Content extends HTMLElement>(
  lastKey: string | undefined,
  ownLast: boolean,
  asked: LinkedMessage | undefined,
) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<Content>(null);
  const atEnd = useRef(true);
  const height = useRef(0);
  const [missed, setMissed] = useState(false);

  const toEnd = useCallback(() => {
    if (!scroller.current) return;
    height.current = scroller.current.scrollHeight;
    scroller.current.scrollTo({ top: height.current });
  }, []);

  useLayoutEffect(() => {
    if (lastKey === undefined) return;
    if (ownLast) atEnd.current = true;
    if (atEnd.current) toEnd();
    else setMissed(true);
  }, [lastKey, ownLast, toEnd]);

  // Cards grow when they are updated, and the window changes its size: the end must stay in sight then, too.
  useEffect(() => {
    if (!content.current || !scroller.current) return;
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [toEnd]);

  useEffect(() => {
    const element = asked && content.current?.querySelector(`[data-message="${CSS.escape(asked.message)}"]`);
    if (!element) return;
    // Whatever still grows must not bring the end back.
    atEnd.current = false;
    element.scrollIntoView({ block: 'center' });
  }, [asked]);

  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = scroller.current as HTMLDivElement;
    // What grows moves by itself, and is brought back; only people scroll away.
    if (atEnd.current && scrollHeight !== height.current) return;
    atEnd.current = scrollHeight - scrollTop - clientHeight < END_PIXELS;
    if (atEnd.current) setMissed(false);
  };

  return { scroller, content, onScroll, missed, toEnd };
}
