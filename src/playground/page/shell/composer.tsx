import type { ReactNode } from 'react';
import { SendIcon } from './icons.js';
import { type Suggestions, useComposer } from './use-composer.js';

interface ComposerProps {
  placeholder: string;
  suggestions: Suggestions;
  /** What is offered, for screen readers. */
  listLabel: string;
  /** Stands below what is offered. */
  hint?: ReactNode;
  sendLabel: string;
  /** Answers whether it was taken; if not, the text stays. */
  onSend: (text: string) => Promise<boolean>;
  autoFocus: boolean;
  className?: string;
}

/** Where one writes on either platform; what is offered while one does so is the platform's own. */
export function ComposerForm(props: ComposerProps) {
  const { placeholder, listLabel, hint, sendLabel, className = '' } = props;
  const { offered, active, listId, choose, sending, isEmpty, onSubmit, fieldProps } = useComposer(props);
  return (
    <form className={`composer ${className}`.trim()} onSubmit={onSubmit}>
      {offered.length > 0 && (
        <div className="suggestions" role="listbox" id={listId} aria-label={listLabel}>
          {offered.map((each, index) => (
            <div
              key={each}
              role="option"
              id={`${listId}-${index}`}
              tabIndex={-1}
              aria-selected={index === active}
              // The field keeps the focus: a press must not take it away before it counts.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(each);
              }}
            >
              <strong>{each}</strong>
            </div>
          ))}
          {hint !== undefined && (
            <div className="suggestions-hint" aria-hidden="true">
              {hint}
            </div>
          )}
        </div>
      )}
      <div className="composer-box">
        <textarea rows={1} dir="auto" placeholder={placeholder} aria-label={placeholder} {...fieldProps} />
        <button type="submit" className="send" aria-label={sendLabel} disabled={isEmpty || sending}>
          {sending ? <span className="spinner" /> : <SendIcon />}
        </button>
      </div>
    </form>
  );
}
