import type { Overflow } from '@slack/types';
import { useCallback, useRef, useState } from 'react';
import { MoreIcon } from '../../shell/icons.js';
import { type MenuItem, PopupMenu } from '../../shell/popup-menu.js';
import { Text } from '../blocks/text.js';
import { isSafeUrl } from '../mrkdwn/parse.js';
import { useWords } from '../words.js';
import { useEntry } from './interaction.js';

export function OverflowElement({ blockId, element }: { blockId: string; element: Overflow }) {
  const { pending, act } = useEntry(blockId, element, true);
  const words = useWords();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  const items: MenuItem[] = element.options.map((option, index) => ({
    key: option.value ?? String(index),
    label: <Text text={option.text} />,
    hint: option.description && <Text text={option.description} />,
    choose: () => {
      if (option.url !== undefined && isSafeUrl(option.url)) window.open(option.url, '_blank', 'noreferrer,noopener');
      void act(option.value === undefined ? {} : { selectedOption: option.value });
    },
  }));
  return (
    <>
      <button
        type="button"
        className="button button-square"
        ref={button}
        aria-label={words.moreActions}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={pending}
        aria-disabled={pending}
        data-action-id={element.action_id}
        onClick={() => setOpen((now) => !now && !pending)}
      >
        {pending ? <span className="spinner" /> : <MoreIcon />}
      </button>
      {open && button.current && (
        <PopupMenu anchor={button.current} label={words.moreActions} items={items} onClose={close} />
      )}
    </>
  );
}
