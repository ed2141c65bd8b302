import type { Outcome } from '../shared/http-post.js';
import type { Json } from './model.js';

/** Something that Slack tells the app. */
export interface Payload {
  kind: 'interactive' | 'slash_commands' | 'events_api';
  body: Json;
}

/** Departures from a proper delivery, for tests. All but `retry`, `url` and `withinMs` concern HTTP only. */
export interface Overrides {
  /** As Slack marks a repeated delivery of an event. */
  retry?: { num: number; reason: string };
  /** Unix seconds that the request claims and signs. */
  timestamp?: number;
  /** Instead of the right one; null leaves the header out. */
  signature?: string | null;
  /** Signs with another secret. */
  signingSecret?: string;
  contentType?: string;
  /** Instead of the encoded payload; signed like it. */
  rawBody?: string;
  headers?: Record<string, string>;
  /** Another address than the app's. */
  url?: string;
  /** How long to wait for the acknowledgement; Slack waits 3 s. */
  withinMs?: number;
}

/** The status is 200 for an acknowledgement over Socket Mode. */
export interface Delivered extends Outcome {
  payload: Payload;
}

export interface Transport {
  deliver(payload: Payload, overrides: Overrides): Promise<Delivered>;
  close(): Promise<void>;
}

export const ACKNOWLEDGE_WITHIN_MS = 3_000;
