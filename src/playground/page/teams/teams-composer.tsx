import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { SendIcon } from '../shell/icons.js';
import { useWords } from './words.js';

interface TeamsComposerProps {
  placeholder: string;
  /** Who can be mentioned, the app first. */
  names: readonly string[];
  /** Answers whether it was taken; if not, the text stays. */
  onSend: (text: string) => Promise<boolean>;
  autoFocus?: boolean;
}

const MAX_SUGGESTIONS = 6;

/** Enter sends, Shift+Enter begins a new line, @ offers people and the app. */
export function TeamsComposer({ placeholder, names, onSend, autoFocus = false }: TeamsComposerProps) {
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const [selected, setSelected] = useState(0);
  const [quiet, setQuiet] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const words = useWords();

  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);

  const [, before = '', begun] = /^([\s\S]*?)@([^@\n]*)$/.exec(text) ?? [];
  const matching =
    begun === undefined || quiet
      ? []
      : names.filter((name) => name.toLowerCase().startsWith(begun.toLowerCase()) && name !== begun);
  const suggestions = matching.slice(0, MAX_SUGGESTIONS);
  const active = Math.min(selected, suggestions.length - 1);

  const change = (value: string) => {
    setText(value);
    setSelected(0);
    setQuiet(false);
  };
  const complete = (name: string) => {
    change(`${before}@${name} `);
    field.current?.focus();
  };
  const send = async () => {
    const trimmed = text.trim();
    if (trimmed === '' || sending) return;
    setSending(true);
    const taken = await onSend(trimmed);
    setSending(false);
    if (taken) change('');
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const suggestion = suggestions[active];
    if (suggestion !== undefined && handleSuggestionKey(event.key, suggestion)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };
  const handleSuggestionKey = (key: string, suggestion: string): boolean => {
    if (key === 'ArrowDown') setSelected((active + 1) % suggestions.length);
    else if (key === 'ArrowUp') setSelected((active - 1 + suggestions.length) % suggestions.length);
    else if (key === 'Enter' || key === 'Tab') complete(suggestion);
    else if (key === 'Escape') setQuiet(true);
    else return false;
    return true;
  };

  return (
    <form
      className="composer teams-composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {suggestions.length > 0 && (
        <div className="suggestions" role="listbox" id={listId} aria-label={words.people}>
          {suggestions.map((name, index) => (
            <div
              key={name}
              role="option"
              id={`${listId}-${index}`}
              tabIndex={-1}
              aria-selected={index === active}
              // The field keeps the focus: a press must not take it away before it counts.
              onPointerDown={(event) => {
                event.preventDefault();
                complete(name);
              }}
            >
              {name}
            </div>
          ))}
        </div>
      )}
      <div className="composer-box">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={suggestions.length > 0 ? `${listId}-${active}` : undefined}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="send" aria-label={words.send} disabled={text.trim() === '' || sending}>
          {sending ? <span className="spinner" /> : <SendIcon />}
        </button>
      </div>
    </form>
  );
}
