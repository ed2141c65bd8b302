import { type Connection, type Model, Schema } from 'mongoose';
import type { SeenWebhooks } from '../application/seen-webhooks.js';
import { guarded, isDuplicateKey } from './store-faults.js';
import { strictly } from './strictly.js';

/** How long an id is kept, in seconds. Senders repeat for up to three days; their timestamps for five minutes. */
const keptFor = 3 * 86_400;

interface SeenWebhookDocument {
  /** The sender's `webhook-id`. */
  readonly _id: string;
  readonly bodyHash: string;
  readonly seenAt: Date;
}

const schema = new Schema<SeenWebhookDocument>(
  {
    _id: { type: String, required: true },
    bodyHash: { type: String, required: true },
    seenAt: { type: Date, required: true },
  },
  { ...strictly, collection: 'seenWebhooks' },
);

schema.index({ seenAt: 1 }, { name: 'forget', expireAfterSeconds: keptFor });

export type SeenWebhookModel = Model<SeenWebhookDocument>;

export function seenWebhookModel(connection: Connection): SeenWebhookModel {
  return connection.model<SeenWebhookDocument>('SeenWebhook', schema);
}

export function seenWebhooks(model: SeenWebhookModel): SeenWebhooks {
  return {
    async remember(id, bodyHash, now) {
      for (;;) {
        try {
          await guarded(() => model.insertMany([{ _id: id, bodyHash, seenAt: now }]));
          return 'new';
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
        const known = await guarded(() => model.findById(id).lean());
        if (known) return known.bodyHash === bodyHash ? 'same' : 'other';
        // It was forgotten in between.
      }
    },
  };
}
