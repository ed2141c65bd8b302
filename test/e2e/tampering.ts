import type { Payload } from '../../src/playground/slack/delivery.js';

/** A click as it would look on another button: Slack's envelope stays, what was pressed changes. */
export function withAction(payload: Payload, action: Record<string, unknown>): Payload {
  const [pressed] = payload.body.actions as Record<string, unknown>[];
  return { ...payload, body: { ...payload.body, actions: [{ ...pressed, ...action }] } };
}

/** A submission with parts of its view changed. */
export function withView(payload: Payload, changes: Record<string, unknown>): Payload {
  return { ...payload, body: { ...payload.body, view: { ...(payload.body.view as object), ...changes } } };
}

/** The same, as if another person had done it. */
export function by(user: string, payload: Payload): Payload {
  const person = payload.body.user as Record<string, unknown>;
  return { ...payload, body: { ...payload.body, user: { ...person, id: user } } };
}
