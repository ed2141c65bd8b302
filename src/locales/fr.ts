import type { Messages } from './translate.js';

/** French texts. */
export const fr: Messages = {
  'card.title': '{customer}',
};
