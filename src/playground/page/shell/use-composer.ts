import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

export interface Suggestions {
  /** What is offered for a text as it is now. */
  of: (text: string) => readonly string[];
  /** The text once one of them is chosen. */
  complete: (text: string, chosen: string) => string;
}

/**
 * What one writes with: Enter sends, Shift+Enter begins a new line, and what is offered is chosen by the arrows and
 * Enter or Tab, or by a press. Gives the attributes for the form, its field and its list.
 *
 * @param options.onSend answers whether it was taken; if not, the text stays
 */
export function useComposer(options: {
  readonly suggestions: Suggestions;
  readonly onSend: (text: string) => Promise<boolean>;
  readonly autoFocus: boolean;
}) {
  const { suggestions, onSend, autoFocus } = options;
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const [selected, setSelected] = useState(0);
  const [quiet, setQuiet] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();

  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);

  const offered = quiet ? [] : suggestions.of(text);
  const active = Math.min(selected, offered.length - 1);

  const change = (value: string) => {
    setText(value);
    setSelected(0);
    setQuiet(false);
  };
  const choose = (chosen: string) => {
    change(suggestions.complete(text, chosen));
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
  const handleSuggestionKey = (key: string, chosen: string): boolean => {
    if (key === 'ArrowDown') setSelected((active + 1) % offered.length);
    else if (key === 'ArrowUp') setSelected((active - 1 + offered.length) % offered.length);
    else if (key === 'Enter' || key === 'Tab') choose(chosen);
    else if (key === 'Escape') setQuiet(true);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = offered[active];
    if (chosen !== undefined && handleSuggestionKey(event.key, chosen)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };

  return {
    offered,
    active,
    listId,
    choose,
    sending,
    isEmpty: text.trim() === '',
    onSubmit: (event: FormEvent) => {
      event.preventDefault();
      void send();
    },
    fieldProps: {
      ref: field,
      value: text,
      role: 'combobox',
      'aria-expanded': offered.length > 0,
      'aria-controls': listId,
      'aria-autocomplete': 'list',
      'aria-activedescendant': offered.length > 0 ? `${listId}-${active}` : undefined,
      onChange: (event: { target: { value: string } }) => change(event.target.value),
      onKeyDown,
    } as const,
  };
}
