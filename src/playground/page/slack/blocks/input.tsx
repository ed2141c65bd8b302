import type { InputBlock } from '@slack/types';
import { useId } from 'react';
import { ElementView } from '../elements/element.js';
import { useWords } from '../words.js';
import { Text } from './text.js';

const GROUPS: readonly string[] = ['radio_buttons', 'checkboxes'];

/** A labelled input with its hint, and what was wrong with it at the last attempt. */
export function InputView({ block, error }: { block: InputBlock; error: string | undefined }) {
  const id = useId();
  const words = useWords();
  const { element } = block;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [block.hint && hintId, error !== undefined && errorId].filter(Boolean).join(' ');
  const group = GROUPS.includes(element.type);
  const label = (
    <>
      <Text text={block.label} />
      {block.optional && <span className="optional"> {words.optional}</span>}
    </>
  );
  const body = (
    <>
      <ElementView
        id={group ? undefined : id}
        describedBy={describedBy || undefined}
        invalid={error !== undefined}
        autoFocus={'focus_on_load' in element && element.focus_on_load === true}
        blockId={block.block_id ?? ''}
        element={element}
        dispatches={block.dispatch_action === true}
        clearable={block.optional === true}
      />
      {error !== undefined && (
        <div className="field-error" id={errorId}>
          {error}
        </div>
      )}
      {block.hint && (
        <div className="field-hint" id={hintId}>
          <Text text={block.hint} />
        </div>
      )}
    </>
  );
  const className = `block form-field${error === undefined ? '' : ' form-field-wrong'}`;
  return group ? (
    <fieldset className={className} data-block-id={block.block_id}>
      <legend className="label">{label}</legend>
      {body}
    </fieldset>
  ) : (
    <div className={className} data-block-id={block.block_id}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {body}
    </div>
  );
}
