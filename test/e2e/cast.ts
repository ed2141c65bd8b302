import type { Channel } from '../../src/playground/slack/model.js';

// People and places of the stand-in's own workspace.
export const inbox = 'C0RFIINBOX';
export const anna = 'U0ANNA0001';
export const bruno = 'U0BRUNO001';
export const chloe = 'U0CHLOE001';
export const dana = 'U0DANA0001';
export const guest = 'U0GUEST001';
export const singleChannelGuest = 'U0SINGLE01';
export const bot = 'U0HERALD01';
export const external = 'U0EXTERN01';

/** A public channel that the bot is in. */
export const channelOf = (id: string, name: string, members: readonly string[]): Channel => ({
  id,
  name,
  kind: 'public',
  members: [...members, 'U0DESKBOT1'],
  created: 1_700_000_000,
  isArchived: false,
  messages: [],
});
