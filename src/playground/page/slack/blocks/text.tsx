import type { TextObject } from '@slack/types';
import { Inlines, Mrkdwn } from '../mrkdwn/mrkdwn.js';
import { parsePlain } from '../mrkdwn/parse.js';

/** A text object of either kind. */
export function Text({ text }: { text: TextObject }) {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} verbatim={text.verbatim === true} />;
  return (
    <span className="paragraph">
      <Inlines nodes={parsePlain(text.text, text.emoji !== false)} />
    </span>
  );
}
