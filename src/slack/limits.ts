export { graphemes, shorten } from '../application/plain-text.js';

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
