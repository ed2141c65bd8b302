import { ComposerForm } from '../shell/composer.js';
import { useWords } from './words.js';

interface ComposerProps {
  placeholder: string;
  /** Offered while a line begins with `/`. */
  commands: readonly string[];
  /** Answers whether it was taken; if not, the text stays. */
  onSend: (text: string) => Promise<boolean>;
  autoFocus?: boolean;
}

/** Slack's way of writing: commands after a `/`. */
export function Composer({ placeholder, commands, onSend, autoFocus = false }: ComposerProps) {
  const words = useWords();
  const suggestions = {
    // Only while the command's own word is being typed, and not once it is complete.
    of: (text: string) =>
      /^\/\S*$/.test(text) ? commands.filter((each) => each.startsWith(text) && each !== text) : [],
    complete: (_text: string, command: string) => `${command} `,
  };
  return (
    <ComposerForm
      placeholder={placeholder}
      suggestions={suggestions}
      listLabel={words.commands}
      hint={words.suggestionsHint}
      sendLabel={words.send}
      onSend={onSend}
      autoFocus={autoFocus}
    />
  );
}
