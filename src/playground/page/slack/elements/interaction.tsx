import type { ConfirmationDialog } from '@slack/types';
import { createContext, useContext, useMemo, useState } from 'react';
import type { ActionSource, ElementInput, InputValues } from '../../../page-api.js';
import { useToast } from '../../shell/toasts.js';
import { api } from '../api.js';
import { type FormElement, initialInput, withInput } from '../modal/form-values.js';
import { useConfirm } from './confirm.js';

/** What the elements of one message or modal share: what was entered, and what is on its way to the app. */
export interface Interaction {
  entered: InputValues;
  enter: (blockId: string, actionId: string, input: ElementInput) => void;
  act: (blockId: string, actionId: string, input: ElementInput) => Promise<void>;
  isPending: (blockId: string, actionId: string) => boolean;
}

const InteractionContext = createContext<Interaction>({
  entered: {},
  enter: () => undefined,
  act: async () => undefined,
  isPending: () => false,
});

export const InteractionProvider = InteractionContext.Provider;

interface InteractionOptions {
  user: string;
  source: ActionSource;
  entered: InputValues;
  setEntered: (change: (before: InputValues) => InputValues) => void;
  /** In a modal an action carries what the inputs hold. */
  sendsValues: boolean;
  onAnswered: (ms: number) => void;
}

export function useInteraction(options: InteractionOptions): Interaction {
  const { user, source, entered, setEntered, sendsValues, onAnswered } = options;
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const toast = useToast();
  return useMemo(() => {
    const key = (blockId: string, actionId: string) => JSON.stringify([blockId, actionId]);
    const mark = (id: string, on: boolean) =>
      setPending((all) => new Set(on ? [...all, id] : [...all].filter((each) => each !== id)));
    return {
      entered,
      enter: (blockId, actionId, input) => setEntered((before) => withInput(before, blockId, actionId, input)),
      act: async (blockId, actionId, input) => {
        const id = key(blockId, actionId);
        const values = withInput(entered, blockId, actionId, input);
        mark(id, true);
        try {
          const answer = await api.action({
            user,
            source,
            blockId,
            actionId,
            ...input,
            ...(sendsValues && { values }),
          });
          if (answer.ok) onAnswered(answer.ms);
          else toast(answer.error);
        } catch (error) {
          toast(error instanceof Error ? error.message : String(error));
        } finally {
          mark(id, false);
        }
      },
      isPending: (blockId, actionId) => pending.has(key(blockId, actionId)),
    };
  }, [user, source, entered, setEntered, sendsValues, onAnswered, pending, toast]);
}

export interface Entry {
  input: ElementInput;
  pending: boolean;
  /** Keeps what was entered, without telling the app. */
  enter: (input: ElementInput) => void;
  /** Tells the app, after the confirmation that the element may ask for. */
  act: (input: ElementInput) => Promise<void>;
  /** `enter`, and `act` where the element acts at each change. */
  choose: (input: ElementInput) => Promise<void>;
}

/** One element's share of the interaction. `dispatches`: the app hears of every change. */
export function useEntry(
  blockId: string,
  element: FormElement & { confirm?: ConfirmationDialog },
  dispatches: boolean,
): Entry {
  const { entered, enter, act, isPending } = useContext(InteractionContext);
  const confirm = useConfirm();
  const actionId = element.action_id ?? '';
  const entry: Entry = {
    input: entered[blockId]?.[actionId] ?? initialInput(element),
    pending: isPending(blockId, actionId),
    enter: (input) => enter(blockId, actionId, input),
    act: async (input) => {
      if (await confirm(element.confirm)) await act(blockId, actionId, input);
    },
    choose: async (input) => {
      if (!(await confirm(dispatches ? element.confirm : undefined))) return;
      enter(blockId, actionId, input);
      if (dispatches) await act(blockId, actionId, input);
    },
  };
  return entry;
}
