import { type Connection, type Model, Schema } from 'mongoose';
import type { ConversationStore, KnownConversation } from '../application/ports.js';
import { guarded } from './store-faults.js';
import { strictly } from './strictly.js';

interface ConversationDocument extends Omit<KnownConversation, 'id'> {
  readonly _id: string;
}

const schema = new Schema<ConversationDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    conversation: { type: String, required: true },
    team: String,
    group: String,
    tenant: { type: String, required: true },
    serviceUrl: { type: String, required: true },
    bot: { type: String, required: true },
    closedAt: Date,
  },
  { ...strictly, collection: 'conversations' },
);
schema.index({ team: 1 }, { name: 'team' });
schema.index({ closedAt: 1 }, { name: 'open' });

export type ConversationModel = Model<ConversationDocument>;

export function conversationModel(connection: Connection): ConversationModel {
  return connection.model<ConversationDocument>('Conversation', schema);
}

export function conversationRepository(model: ConversationModel): ConversationStore {
  const known = ({ _id, ...rest }: ConversationDocument): KnownConversation => ({ id: _id, ...rest });
  return {
    async byId(id) {
      const found = await guarded(() => model.findById(id).lean());
      return found && known(found);
    },
    async open(team) {
      const of = team === undefined ? {} : { team };
      return (await guarded(() => model.find({ ...of, closedAt: null }).lean())).map(known);
    },
    async note({ id, ...rest }) {
      await guarded(() => model.updateOne({ _id: id }, { $set: rest }, { upsert: true }));
    },
    async close(of, at) {
      const which = { ...('team' in of ? { team: of.team } : { _id: of.id }), closedAt: null };
      const open = await guarded(() => model.find(which).lean());
      await guarded(() => model.updateMany(which, { $set: { closedAt: at } }));
      return open.map(({ _id }) => _id);
    },
  };
}
