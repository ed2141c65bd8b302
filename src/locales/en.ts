/** English texts, ICU MessageFormat. Every other language has the same keys and the same placeholders. */
export const en = {
  'card.title': '{customer}',
} as const;
