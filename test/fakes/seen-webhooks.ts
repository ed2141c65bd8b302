import type { SeenWebhooks } from '../../src/application/seen-webhooks.js';

/** `SeenWebhooks` in memory; `ids` shows what was remembered. */
export function memorySeenWebhooks(): SeenWebhooks & { readonly ids: ReadonlyMap<string, string> } {
  const ids = new Map<string, string>();
  return {
    ids,
    async remember(id, bodyHash) {
      const known = ids.get(id);
      if (known !== undefined) return known === bodyHash ? 'same' : 'other';
      ids.set(id, bodyHash);
      return 'new';
    },
  };
}
