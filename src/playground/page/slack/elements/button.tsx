import type { Button } from '@slack/types';
import { Text } from '../blocks/text.js';
import { isSafeUrl } from '../mrkdwn/parse.js';
import { useEntry } from './interaction.js';

/** A button, which may open a page besides telling the app. */
export function ButtonElement({ blockId, element }: { blockId: string; element: Button }) {
  const { pending, act } = useEntry(blockId, element, true);
  const className = `button${element.style ? ` button-${element.style}` : ''}`;
  const content = (
    <>
      <Text text={element.text} />
      {pending && <span className="spinner" />}
    </>
  );
  const shared = {
    className,
    'data-action-id': element.action_id,
    ...(element.accessibility_label === undefined ? {} : { 'aria-label': element.accessibility_label }),
  };
  if (element.url !== undefined && isSafeUrl(element.url)) {
    return (
      <a {...shared} href={element.url} target="_blank" rel="noreferrer noopener" onClick={() => void act({})}>
        {content}
        <span className="button-outside" aria-hidden="true">
          ↗
        </span>
      </a>
    );
  }
  return (
    // Not `disabled` meanwhile: that would take the focus away, and the form that opens could not give it back.
    <button
      {...shared}
      type="button"
      aria-disabled={pending}
      aria-busy={pending}
      onClick={() => void (pending || act({}))}
    >
      {content}
    </button>
  );
}
