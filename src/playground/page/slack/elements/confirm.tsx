import type { ConfirmationDialog } from '@slack/types';
import { createContext, type ReactNode, useCallback, useContext, useId, useState } from 'react';
import { Layer } from '../../shell/layer.js';
import { Text } from '../blocks/text.js';
import { useWords } from '../words.js';

type Ask = (dialog: ConfirmationDialog | undefined) => Promise<boolean>;

const ConfirmContext = createContext<Ask>(async () => true);

/** Asks before an element acts; answers true at once where nothing needs to be asked. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

interface Question {
  dialog: ConfirmationDialog;
  answer: (yes: boolean) => void;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question>();
  const ask = useCallback<Ask>(async (dialog) => {
    if (!dialog) return true;
    return new Promise<boolean>((resolve) => setQuestion({ dialog, answer: resolve }));
  }, []);
  const answer = (yes: boolean) => {
    question?.answer(yes);
    setQuestion(undefined);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      {question && <ConfirmLayer dialog={question.dialog} onAnswer={answer} />}
    </ConfirmContext>
  );
}

function ConfirmLayer({ dialog, onAnswer }: { dialog: ConfirmationDialog; onAnswer: (yes: boolean) => void }) {
  const titleId = useId();
  const words = useWords();
  return (
    <Layer className="dialog confirm" labelledBy={titleId} onEscape={() => onAnswer(false)}>
      <h2 id={titleId}>{dialog.title ? <Text text={dialog.title} /> : words.areYouSure}</h2>
      <div className="confirm-text">
        <Text text={dialog.text} />
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button" data-autofocus="" onClick={() => onAnswer(false)}>
          {dialog.deny?.text ?? words.cancel}
        </button>
        <button
          type="button"
          className={dialog.style === 'danger' ? 'button button-danger-solid' : 'button button-primary'}
          onClick={() => onAnswer(true)}
        >
          {dialog.confirm?.text ?? words.yes}
        </button>
      </div>
    </Layer>
  );
}
