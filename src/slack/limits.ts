/** What Slack accepts at most: characters (UTF-16 units) unless the name says otherwise. Slack refuses what is longer. */
export const limits = {
  message: {
    blocks: 50,
    /** Of all blocks as JSON; not in Slack's reference, found by measuring. */
    blocksJson: 13_000,
    /** Recommended length of the notification text; it is cut at 40,000. */
    text: 4_000,
  },
  view: { blocks: 100, title: 24, submit: 24, close: 24, privateMetadata: 3_000, callbackId: 255, jsonBytes: 250_000 },
  blockId: 255,
  actionId: 255,
  header: 150,
  section: { text: 3_000, fields: 10, field: 2_000 },
  context: { elements: 10, text: 3_000 },
  actions: { elements: 25 },
  alert: 200,
  button: { text: 75, value: 2_000, url: 3_000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  overflow: { options: 5 },
  option: { text: 75, value: 150, description: 75 },
  select: { options: 100, optionGroups: 100, placeholder: 150 },
  choices: { options: 10 },
  input: { label: 2_000, hint: 2_000, placeholder: 150, text: 3_000 },
  dataTable: { rows: 201, columns: 20, characters: 20_000 },
  /** Bytes of a message's metadata. */
  metadataBytes: 8_000,
} as const;

export const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A text of at most `max` UTF-16 units, ended with "…" where something was left out. Never cuts what a reader sees as
 * one character (an emoji with its skin tone, a letter with its accents); where the first alone is too long, it goes too.
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  // Only as much as could be kept is segmented: a customer's text can be 100 KB long.
  for (const { index, segment } of graphemes.segment(text.slice(0, max + 1))) {
    if (index + segment.length > max - 1) break;
    end = index + segment.length;
  }
  return max < 1 ? '' : `${text.slice(0, end).trimEnd()}…`;
}
