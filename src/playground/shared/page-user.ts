/** One or two letters for an avatar. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).slice(0, 2);
  return words
    .map((word) => word.slice(0, 1))
    .join('')
    .toUpperCase();
}

/** A colour for an avatar, the same at every start and dark enough for white initials. */
export function colourOf(key: string): string {
  const hue = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return `hsl(${hue} 55% 38%)`;
}
