/**
 * Characters in a text that turn the direction of what stands after them, apart from isolates of ours: opened and closed
 * again, around letters that run from right to left. One that a limit cut off ends with its line.
 */
export function turnsIn(text: string): string[] {
  const rest = text.replace(/\u2068([^\u202a-\u202e\u2066-\u2069\n]*)(?:\u2069|…$)/g, (whole, inner: string) =>
    /[\u0590-\u08ff]/.test(inner) ? inner : whole,
  );
  return rest.match(/[\u202a-\u202e\u2066-\u2069]/g) ?? [];
}
