/**
 * Ids of signed messages that were taken (Standard Webhooks' `webhook-id`), kept for at least 24 hours in the
 * database, so that all processes know them.
 */
export interface SeenWebhooks {
  /**
   * Notes the id with the hash of its body, unless it is known: `same` where it came with this body, `other` where it
   * came with another one. Of simultaneous calls with one id exactly one gets `new`. It only guards against an id that
   * is used twice; that a request is stored once is ensured by its (source, external id), so a crash right after this
   * call loses nothing.
   */
  remember(id: string, bodyHash: string, now: Date): Promise<'new' | 'same' | 'other'>;
}
