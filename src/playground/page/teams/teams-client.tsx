import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TeamsAnswer, TeamsState } from '../../teams-page-api.js';
import type { LinkedMessage } from '../shell/linked-message.js';
import { readChoice, writeChoice } from '../shell/location.js';
import { useToast } from '../shell/toasts.js';
import { api } from './api.js';
import { ConversationPane } from './conversation-pane.js';
import { type CardAction, type TeamsReader, TeamsReaderProvider } from './reader.js';
import { TeamsDialogView } from './teams-dialog.js';
import { TeamsSidebar } from './teams-sidebar.js';
import { useTeamsUnread } from './use-teams-unread.js';
import { LocaleProvider, useWords } from './words.js';

interface TeamsClientProps {
  state: TeamsState;
  /** A message that somebody wants to see. */
  asked: LinkedMessage | undefined;
}

/** Teams as the selected person sees it. */
export function TeamsClient(props: TeamsClientProps) {
  const { state } = props;
  const locale = state.users.find(({ id }) => id === state.me)?.locale ?? 'en-US';
  return (
    <LocaleProvider value={locale}>
      <Client {...props} />
    </LocaleProvider>
  );
}

function Client({ state, asked }: TeamsClientProps) {
  const words = useWords();
  const [chosen, setChosen] = useState(() => readChoice('conversation'));
  const [drawer, setDrawer] = useState(false);
  const [lastMs, setLastMs] = useState<number>();
  const { me } = state;
  const fallback = state.conversations.find(({ name }) => name === 'RFI inbox') ?? state.conversations[0];
  const conversation = state.conversations.find(({ id }) => id === chosen) ?? fallback;
  const conversationId = conversation?.id;
  const unread = useTeamsUnread(state, conversationId);
  const send = useAsking(setLastMs);

  useEffect(() => {
    if (conversationId !== undefined) writeChoice('conversation', conversationId);
  }, [conversationId]);

  const toast = useToast();
  const canSee = asked && state.conversations.some(({ id }) => id === asked.place);
  useEffect(() => {
    if (!asked) return;
    if (!canSee) return toast(words.notInConversation);
    setChosen(asked.place);
    writeChoice('message', asked.message);
  }, [asked, canSee, toast, words]);

  const onAction = useCallback(
    async (action: CardAction) => {
      if (conversationId !== undefined) await send(api.action({ user: me, conversation: conversationId, ...action }));
    },
    [me, conversationId, send],
  );
  const reader = useReader(state, onAction);
  const dialogId = state.dialog?.id;
  const onDialogAction = useCallback(
    async (action: string, inputs: Record<string, string>) => {
      if (dialogId !== undefined) await send(api.submitDialog({ user: me, dialog: dialogId, action, inputs }));
    },
    [me, dialogId, send],
  );

  return (
    <TeamsReaderProvider value={reader}>
      <section className="platform" aria-label="Teams">
        <div className={drawer ? 'slack teams slack-drawer-open' : 'slack teams'}>
          <TeamsSidebar
            state={state}
            current={conversationId}
            unread={unread}
            onChoose={(id) => {
              setChosen(id);
              writeChoice('message', null);
              setDrawer(false);
            }}
          />
          {drawer && (
            <button type="button" className="backdrop" aria-label={words.close} onClick={() => setDrawer(false)} />
          )}
          {conversation ? (
            <ConversationPane
              key={conversation.id}
              conversation={conversation}
              bot={state.bot.name}
              asked={asked?.place === conversation.id ? asked : undefined}
              lastMs={lastMs}
              drawerOpen={drawer}
              onDrawer={() => setDrawer(!drawer)}
              onSend={(text, threadId) =>
                send(
                  api.message({
                    user: me,
                    conversation: conversation.id,
                    text,
                    ...(threadId !== undefined && { threadId }),
                  }),
                )
              }
            />
          ) : (
            <main className="channel empty">{words.noConversation}</main>
          )}
        </div>
        {state.dialog && (
          <TeamsDialogView
            // A new content is a new dialog: its first input gets the focus.
            key={state.dialog.id}
            dialog={state.dialog}
            onAction={onDialogAction}
            onClose={() => void send(api.closeDialog({ user: me }))}
          />
        )}
      </section>
    </TeamsReaderProvider>
  );
}

/** Waits for an answer; false, after a word to the person, if it was a refusal. */
function useAsking(onAnswered: (ms: number) => void): (asked: Promise<TeamsAnswer>) => Promise<boolean> {
  const toast = useToast();
  return useCallback(
    async (asked) => {
      try {
        const answer = await asked;
        if (!answer.ok) toast(answer.error);
        else if (answer.ms > 0) onAnswered(answer.ms);
        return answer.ok;
      } catch (error) {
        toast(error instanceof Error ? error.message : String(error));
        return false;
      }
    },
    [toast, onAnswered],
  );
}

function useReader(state: TeamsState, onAction: TeamsReader['onAction']): TeamsReader {
  // Each connection brings the people anew; cards are drawn anew, and lose what was typed, only if they changed.
  const text = JSON.stringify(state.users);
  const people = useMemo(() => JSON.parse(text) as TeamsState['users'], [text]);
  return useMemo(() => {
    const users = new Map(people.map((user) => [user.id, user]));
    const me = users.get(state.me);
    return { me: state.me, users, people, locale: me?.locale ?? 'en-US', tz: me?.tz ?? 'UTC', onAction };
  }, [people, state.me, onAction]);
}
