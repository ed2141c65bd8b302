import { z } from 'zod';
import type {
  TeamsActionRequest,
  TeamsDialogClosing,
  TeamsDialogRequest,
  TeamsMessageRequest,
} from '../teams-page-api.js';

const id = z.string().min(1).max(200);
const text = z.string().max(12_000);
const inputs = z.record(z.string().max(255), text);

/** What the page may send, by path; the shapes are those of teams-page-api.ts. */
export const requests = {
  action: z.strictObject({
    user: id,
    conversation: id,
    message: id,
    action: id,
    inputs,
  }) satisfies z.ZodType<TeamsActionRequest>,
  'dialog-submit': z.strictObject({
    user: id,
    dialog: id,
    action: id,
    inputs,
  }) satisfies z.ZodType<TeamsDialogRequest>,
  'dialog-close': z.strictObject({ user: id }) satisfies z.ZodType<TeamsDialogClosing>,
  message: z.strictObject({
    user: id,
    conversation: id,
    text,
    threadId: id.exactOptional(),
  }) satisfies z.ZodType<TeamsMessageRequest>,
};
