import { z } from 'zod';
import type { ActionRequest, CommandRequest, MessageRequest, ViewClosing, ViewSubmission } from './page-api.js';

const id = z.string().min(1).max(64);
const text = z.string().max(12_000);

const input = {
  value: text.exactOptional(),
  selectedOption: text.exactOptional(),
  selectedOptions: z.array(text).max(100).exactOptional(),
  selectedUser: id.exactOptional(),
  selectedUsers: z.array(id).max(100).exactOptional(),
  selectedConversation: id.exactOptional(),
  selectedDate: z.string().max(10).exactOptional(),
  selectedTime: z.string().max(5).exactOptional(),
  selectedDateTime: z.number().int().exactOptional(),
};
const key = z.string().max(255);
const values = z.record(key, z.record(key, z.strictObject(input)));

/** What the page may send, by path; the shapes are those of page-api.ts. */
export const requests = {
  action: z.strictObject({
    user: id,
    source: z.union([
      z.strictObject({ channel: id, ts: id }),
      z.strictObject({ ephemeral: id }),
      z.strictObject({ view: id }),
    ]),
    blockId: key,
    actionId: key,
    values: values.exactOptional(),
    ...input,
  }) satisfies z.ZodType<ActionRequest>,
  'view-submit': z.strictObject({ user: id, viewId: id, values }) satisfies z.ZodType<ViewSubmission>,
  'view-close': z.strictObject({
    user: id,
    viewId: id,
    all: z.boolean().exactOptional(),
  }) satisfies z.ZodType<ViewClosing>,
  command: z.strictObject({ user: id, channel: id, text }) satisfies z.ZodType<CommandRequest>,
  message: z.strictObject({
    user: id,
    channel: id,
    text,
    threadTs: id.exactOptional(),
  }) satisfies z.ZodType<MessageRequest>,
};
