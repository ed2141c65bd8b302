import { isObject, type Json } from '../../shared/json.js';

/**
 * What is wrong with mentions: each entity's text must occur, and each `<at>` must have its entity, or Teams shows the
 * one without the other.
 */
export function mentionProblems(texts: readonly string[], entities: unknown, at: string): string[] {
  if (entities !== undefined && !Array.isArray(entities)) return [`${at}: must be an array`];
  const mentions = ((entities ?? []) as unknown[]).filter((entity) => isObject(entity) && entity.type === 'mention');
  const known = new Set<string>();
  const problems = (mentions as Json[]).flatMap((mention, index) => {
    const { text, mentioned } = mention;
    if (typeof text !== 'string' || !/^<at>[^<]+<\/at>$/.test(text)) return [`${at}/${index}: text must be <at>…</at>`];
    known.add(text);
    if (!isObject(mentioned) || typeof mentioned.id !== 'string' || typeof mentioned.name !== 'string') {
      return [`${at}/${index}: mentioned must have an id and a name`];
    }
    return texts.some((each) => each.includes(text)) ? [] : [`${at}/${index}: ${text} does not occur in the text`];
  });
  const loose = texts.flatMap((text) => text.match(/<at>.*?<\/at>/gs) ?? []).filter((text) => !known.has(text));
  return [...problems, ...loose.map((text) => `${at}: there is no entity for ${text}`)];
}
