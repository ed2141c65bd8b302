import type { Entered } from './in-slack.js';

/** What somebody enters to accept. */
export const engagement: Entered = {
  name: { value: 'Pilot at Contoso' },
  value: { value: '12500.50' },
  currency: { selectedOption: 'EUR' },
  purchaseDate: { selectedDate: '2099-03-31' },
  notes: { value: 'Talk to Sue.' },
};
