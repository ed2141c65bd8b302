import fc from 'fast-check';

/** Any text, of characters that nobody types too. Made once: what it may contain is a list of a million. */
export const anyText = fc.string({ unit: 'binary', maxLength: 60 });
