import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { InputValues, OpenView } from '../../../page-api.js';
import { BackIcon, CloseIcon, WarningIcon } from '../../shell/icons.js';
import { Layer } from '../../shell/layer.js';
import { useToast } from '../../shell/toasts.js';
import { api } from '../api.js';
import { BlockList } from '../blocks/block-list.js';
import { InteractionProvider, useInteraction } from '../elements/interaction.js';
import { useReader } from '../reader.js';
import { useWords } from '../words.js';
import { useModalEntries } from './use-modal-entries.js';

interface ModalProps {
  view: OpenView;
  onView: (view: OpenView) => void;
  onAnswered: (ms: number) => void;
}

/** The modal on top. What was typed outlives field errors, updates, and views pushed above it. */
export function Modal({ view, onView, onAnswered }: ModalProps) {
  const { entered, setEntered } = useModalEntries(view);
  const titleId = useId();
  const words = useWords();
  const toast = useToast();
  const user = useReader().me?.id ?? '';
  const close = (all: boolean) => {
    api
      .closeView({ user, viewId: view.id, ...(all && { all }) })
      .then((answer) => answer.ok || toast(answer.error))
      .catch((error: Error) => toast(error.message));
  };
  return (
    <Layer key={view.id} className="dialog modal" labelledBy={titleId} onEscape={() => close(false)}>
      <header className="modal-head">
        {view.depth > 0 && (
          <button type="button" className="icon-button" aria-label={words.back} onClick={() => close(false)}>
            <BackIcon />
          </button>
        )}
        <h2 id={titleId}>{view.title.text}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={() => close(true)}>
          <CloseIcon />
        </button>
      </header>
      <ModalForm
        view={view}
        entered={entered}
        setEntered={setEntered}
        onView={onView}
        onAnswered={onAnswered}
        onCancel={() => close(false)}
      />
    </Layer>
  );
}

interface ModalFormProps extends ModalProps {
  entered: InputValues;
  setEntered: (change: (before: InputValues) => InputValues) => void;
  onCancel: () => void;
}

function ModalForm({ view, entered, setEntered, onView, onAnswered, onCancel }: ModalFormProps) {
  const user = useReader().me?.id ?? '';
  const words = useWords();
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<string>();
  const [sending, setSending] = useState(false);
  const [source] = useState({ view: view.id });
  const enter = (change: (before: InputValues) => InputValues) => {
    setEntered(change);
    setFailure(undefined);
  };
  const interaction = useInteraction({ user, source, entered, setEntered: enter, sendsValues: true, onAnswered });

  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('.form-field-wrong .input')?.focus();
  }, [errors]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending || !view.submit) return;
    setSending(true);
    setErrors({});
    setFailure(undefined);
    try {
      const answer = await api.submitView({ user, viewId: view.id, values: entered });
      if (answer.kind === 'failed') setFailure(answer.error);
      else onAnswered(answer.ms);
      if (answer.kind === 'errors') setErrors(answer.errors);
      if (answer.kind === 'updated' || answer.kind === 'pushed') onView(answer.view);
      // A closed modal keeps its spinner until the event that takes it away.
      if (answer.kind !== 'closed') setSending(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setSending(false);
    }
  };

  return (
    <form className="modal-form" ref={form} noValidate onSubmit={(event) => void submit(event)}>
      <div className="modal-body">
        <InteractionProvider value={interaction}>
          <BlockList blocks={view.blocks as Parameters<typeof BlockList>[0]['blocks']} errors={errors} />
        </InteractionProvider>
      </div>
      {failure !== undefined && (
        <div className="alert alert-error modal-failure" role="alert">
          <WarningIcon />
          <div>{failure}</div>
        </div>
      )}
      <footer className="dialog-buttons">
        <button type="button" className="button" onClick={onCancel}>
          {view.close?.text ?? (view.submit ? words.cancel : words.close)}
        </button>
        {view.submit && (
          <button type="submit" className="button button-primary" disabled={sending} aria-busy={sending}>
            {view.submit.text}
            {sending && <span className="spinner" />}
          </button>
        )}
      </footer>
    </form>
  );
}
