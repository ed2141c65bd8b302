import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };
const lastCodePoint = 0x10ffff;

/** Each character that there is; fast-check's own needs a list of a million, which takes a second to make. */
const anyCharacter = fc.oneof(
  fc.nat(0xff),
  fc.nat(lastCodePoint - surrogates.count).map((n) => (n < surrogates.first ? n : n + surrogates.count)),
);

/** Any text, of characters that nobody types too. */
export const anyText = fc.string({ unit: anyCharacter.map((n) => String.fromCodePoint(n)), maxLength: 60 });
