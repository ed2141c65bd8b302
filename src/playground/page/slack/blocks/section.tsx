import type { SectionBlock } from '@slack/types';
import { useState } from 'react';
import { ElementView } from '../elements/element.js';
import { inOrder } from '../in-order.js';
import { useWords } from '../words.js';
import { Text } from './text.js';

/** About where Slack's client begins to fold long texts. */
const LONG_CHARACTERS = 700;
const LONG_LINES = 12;

export function Section({ block }: { block: SectionBlock }) {
  const { text, fields, accessory } = block;
  return (
    <div className="block block-section">
      <div className="section-main">
        {text && (isLong(text.text) && block.expand !== true ? <Folded text={text} /> : <Text text={text} />)}
        {fields && (
          <div className="fields">
            {inOrder(fields, (field) => (
              <div className="field">
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="accessory">
          <ElementView blockId={block.block_id ?? ''} element={accessory} dispatches />
        </div>
      )}
    </div>
  );
}

function Folded({ text }: { text: NonNullable<SectionBlock['text']> }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className={open ? undefined : 'folded'}>
        <Text text={text} />
      </div>
      <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? words.showLess : words.showMore}
      </button>
    </>
  );
}

function isLong(text: string): boolean {
  return text.length > LONG_CHARACTERS || text.split('\n').length > LONG_LINES;
}
