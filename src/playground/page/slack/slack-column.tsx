import { useMemo } from 'react';
import type { WorkspaceState } from '../../page-api.js';
import { ConfirmProvider } from './elements/confirm.js';
import { ReaderProvider, readerOf, useNow } from './reader.js';
import { SlackClient } from './slack-client.js';
import type { PageEvent } from './workspace-state.js';

interface SlackColumnProps {
  state: WorkspaceState;
  apply: (event: PageEvent) => void;
}

/** One platform's column of the playground: Slack, as the selected person sees it. */
export function SlackColumn({ state, apply }: SlackColumnProps) {
  const now = useNow();
  const reader = useMemo(() => readerOf(state, now), [state, now]);
  return (
    <ReaderProvider value={reader}>
      <ConfirmProvider>
        <SlackClient state={state} apply={apply} />
      </ConfirmProvider>
    </ReaderProvider>
  );
}
