import { useEffect, useState } from 'react';
import type { WrittenMail } from '../../page-api.js';
import { call } from './http.js';

/** How often the folder is looked into, in milliseconds: mails are rare, and nobody waits for one. */
const LOOK_EVERY_MS = 2000;

/** The e-mails that were written to files, the newest first; none where they are sent. */
export function useMails(areWritten: boolean): readonly WrittenMail[] {
  const [mails, setMails] = useState<readonly WrittenMail[]>([]);
  useEffect(() => {
    if (!areWritten) return;
    const look = () =>
      call<WrittenMail[]>('mails').then(
        // What is drawn changes only when there is another one.
        (found) => setMails((before) => (before[0]?.id === found[0]?.id ? before : found)),
        // The head says already that the connection is lost.
        () => undefined,
      );
    void look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [areWritten]);
  return mails;
}
