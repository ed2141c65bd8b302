import { useCallback } from 'react';
import { useToast } from '../shell/toasts.js';
import { api } from './api.js';
import { useWords } from './words.js';

export type Send = (channel: string, text: string, threadTs?: string) => Promise<boolean>;

/** Sends what was typed, as a command or a message. False, after a word to the person, if it was not taken. */
export function useSend(user: string): Send {
  const toast = useToast();
  const words = useWords();
  return useCallback(
    async (channel, text, threadTs) => {
      const isCommand = text.startsWith('/');
      if (isCommand && threadTs !== undefined) {
        toast(words.noCommandsInThreads);
        return false;
      }
      const request = { user, channel, text };
      try {
        const answer = isCommand
          ? await api.command(request)
          : await api.message({ ...request, ...(threadTs !== undefined && { threadTs }) });
        if (!answer.ok) toast(answer.error);
        return answer.ok;
      } catch (error) {
        toast(error instanceof Error ? error.message : String(error));
        return false;
      }
    },
    [user, toast, words],
  );
}
