import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { SendIcon } from '../shell/icons.js';
import { useWords } from './words.js';

interface ComposerProps {
  placeholder: string;
  /** Offered while a line begins with `/`. */
  commands: readonly string[];
  /** Answers whether it was taken; if not, the text stays. */
  onSend: (text: string) => Promise<boolean>;
  autoFocus?: boolean;
}

/** Enter sends, Shift+Enter begins a new line. */
export function Composer({ placeholder, commands, onSend, autoFocus = false }: ComposerProps) {
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

  // Only while the command's own word is being typed, and not once it is complete.
  const matching = /^\/\S*$/.test(text) ? commands.filter((each) => each.startsWith(text) && each !== text) : [];
  const suggestions = quiet ? [] : matching;
  const active = Math.min(selected, suggestions.length - 1);

  const change = (value: string) => {
    setText(value);
    setSelected(0);
    setQuiet(false);
  };
  const complete = (command: string) => {
    change(`${command} `);
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
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {suggestions.length > 0 && (
        <div className="suggestions" role="listbox" id={listId} aria-label={words.commands}>
          {suggestions.map((command, index) => (
            <div
              key={command}
              role="option"
              id={`${listId}-${index}`}
              tabIndex={-1}
              aria-selected={index === active}
              // The field keeps the focus: a press must not take it away before it counts.
              onPointerDown={(event) => {
                event.preventDefault();
                complete(command);
              }}
            >
              <strong>{command}</strong>
            </div>
          ))}
          <div className="suggestions-hint" aria-hidden="true">
            {words.suggestionsHint}
          </div>
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
