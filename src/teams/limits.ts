/** What Teams accepts, and what our cards keep to. */
export const limits = {
  /** Bytes of a card as JSON that Teams takes for certain (platforms: "Card text under 25 KB"). */
  cardBytes: 25_000,
  /** The longest value beside a label, in characters. */
  fact: 200,
  /** Of a notification. */
  summary: 500,
  /** Buttons in a row: Teams shows six, other hosts of Adaptive Cards five. */
  actions: 5,
  buttonTitle: 60,
  dialogTitle: 60,
  /** Lines that a text keeps apart; the rest runs on. */
  lines: 40,
} as const;

/** Size of something as it is sent. */
export const bytesOf = (json: unknown) => Buffer.byteLength(JSON.stringify(json));
