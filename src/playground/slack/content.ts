import { withIds } from './block-ids.js';
import { isObject } from './blocks/check.js';
import { limits } from './blocks/limits.js';
import { validateBlocks } from './blocks/validate.js';
import { refuseIssues, SlackRefusal } from './errors.js';
import type { Metadata, StoredBlock } from './model.js';

/** Checks the blocks of a message and gives them their ids. */
export function messageBlocks(blocks: unknown): StoredBlock[] {
  refuseIssues('invalid_blocks', validateBlocks(blocks));
  if (JSON.stringify(blocks).length > limits.message.blocksJson) throw new SlackRefusal('msg_blocks_too_long');
  return withIds(blocks as unknown[]);
}

/**
 * The content of a new message.
 *
 * @throws SlackRefusal `no_text` for an empty one, `msg_too_long`, `invalid_blocks`, `msg_blocks_too_long`
 */
export function messageContent({ text = '', blocks }: { text?: unknown; blocks?: unknown }): {
  text: string;
  blocks: StoredBlock[];
} {
  const checked = blocks === undefined ? [] : messageBlocks(blocks);
  if (typeof text !== 'string' || (text.trim() === '' && checked.length === 0)) throw new SlackRefusal('no_text');
  if (text.length > limits.message.text) throw new SlackRefusal('msg_too_long');
  return { text, blocks: checked };
}

/** @throws SlackRefusal `invalid_metadata_format`, `invalid_metadata_schema`, `metadata_too_large` */
export function messageMetadata(value: unknown): Metadata | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new SlackRefusal('invalid_metadata_format');
  const { event_type: type, event_payload: payload, ...rest } = value;
  const onlyEntities = Object.keys(rest).every((key) => key === 'entities');
  if (typeof type !== 'string' || type === '' || !isObject(payload) || !onlyEntities) {
    throw new SlackRefusal('invalid_metadata_schema');
  }
  if (Buffer.byteLength(JSON.stringify(value)) > limits.message.metadataBytes) {
    throw new SlackRefusal('metadata_too_large');
  }
  return { event_type: type, event_payload: payload };
}
