import { useMemo } from 'react';
import type { WorkspaceState } from '../../page-api.js';
import type { LinkedMessage } from '../shell/linked-message.js';
import { ConfirmProvider } from './elements/confirm.js';
import { ReaderProvider, readerOf, useNow } from './reader.js';
import { SlackClient } from './slack-client.js';
import type { PageEvent } from './workspace-state.js';

interface SlackColumnProps {
  state: WorkspaceState;
  apply: (event: PageEvent) => void;
  /** A message that somebody wants to see. */
  asked: LinkedMessage | undefined;
}

/** One platform's column of the playground: Slack, as the selected person sees it. */
export function SlackColumn({ state, apply, asked }: SlackColumnProps) {
  const now = useNow();
  const reader = useMemo(() => readerOf(state, now), [state, now]);
  return (
    <ReaderProvider value={reader}>
      <ConfirmProvider>
        <SlackClient state={state} apply={apply} asked={asked} />
      </ConfirmProvider>
    </ReaderProvider>
  );
}
