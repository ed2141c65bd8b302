import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackCode } from './errors.js';

/** Slack's words for a form that comes too late: its trigger lives three seconds. */
const expired = new Set(['expired_trigger_id', 'trigger_expired']);
/** And for a trigger that has opened a form already: this is a repetition of Slack's. */
const exchanged = new Set(['exchanged_trigger_id', 'trigger_exchanged']);

export type Opened =
  | { readonly kind: 'opened'; readonly viewId: string | undefined }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'open-already' };

/** @throws whatever else Slack holds against it */
export async function openView(client: WebClient, triggerId: string, view: ModalView): Promise<Opened> {
  try {
    const answer = await client.views.open({ trigger_id: triggerId, view });
    return { kind: 'opened', viewId: answer.view?.id };
  } catch (error) {
    const code = slackCode(error) ?? '';
    if (expired.has(code)) return { kind: 'too-late' };
    if (exchanged.has(code)) return { kind: 'open-already' };
    throw error;
  }
}

/**
 * Puts the data into a view that was opened before they were there. Whoever has closed it meanwhile wants it no more.
 *
 * @throws whatever else Slack holds against it
 */
export async function fillView(client: WebClient, viewId: string, view: ModalView): Promise<void> {
  try {
    await client.views.update({ view_id: viewId, view });
  } catch (error) {
    if (slackCode(error) !== 'not_found') throw error;
  }
}
