import type { SlackDesk } from './slack-desk.js';
import type { TeamsDesk } from './teams-desk.js';

/** Whatever was tried on them: one request is as it came, the other as it was accepted. */
export async function expectUntouched(
  desk: Pick<SlackDesk | TeamsDesk, 'settled' | 'stored' | 'thread' | 'cards'>,
  { open, taken }: { readonly open: string; readonly taken: string },
): Promise<void> {
  await desk.settled();
  expect((await desk.stored(open)).version).toBe(1);
  expect((await desk.stored(taken)).version).toBe(2);
  expect(desk.thread(open)).toEqual([]);
  expect(desk.cards(open)).toHaveLength(1);
}
