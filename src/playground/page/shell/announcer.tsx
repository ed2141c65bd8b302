import { useEffect, useRef, useState } from 'react';

interface AnnouncerProps {
  /** The newest message's id; ids rise. */
  newest: string | undefined;
  /** What to read out about it; nothing about one's own. */
  text: string | undefined;
}

/** Reads new messages out to those who can't see them arrive. */
export function Announcer({ newest, text }: AnnouncerProps) {
  const announced = useRef(newest);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (newest === undefined || newest <= (announced.current ?? '')) return;
    announced.current = newest;
    if (text !== undefined) setSaid(text);
  }, [newest, text]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
