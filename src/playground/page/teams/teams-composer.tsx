import { ComposerForm } from '../shell/composer.js';
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

/** Teams' way of writing: people and the app after an `@`. */
export function TeamsComposer({ placeholder, names, onSend, autoFocus = false }: TeamsComposerProps) {
  const words = useWords();
  const suggestions = {
    of(text: string) {
      const { begun } = mentionIn(text);
      if (begun === undefined) return [];
      const matching = names.filter((name) => name.toLowerCase().startsWith(begun.toLowerCase()) && name !== begun);
      return matching.slice(0, MAX_SUGGESTIONS);
    },
    complete: (text: string, name: string) => `${mentionIn(text).before}@${name} `,
  };
  return (
    <ComposerForm
      className="teams-composer"
      placeholder={placeholder}
      suggestions={suggestions}
      listLabel={words.people}
      sendLabel={words.send}
      onSend={onSend}
      autoFocus={autoFocus}
    />
  );
}

/** The mention that is being typed at the end, if there is one, and what stands before it. */
function mentionIn(text: string): { before: string; begun: string | undefined } {
  const [, before = '', begun] = /^([\s\S]*?)@([^@\n]*)$/.exec(text) ?? [];
  return { before, begun };
}
