/** What became of some work until a moment; work that wasn't done goes on, and can be awaited. */
export type Within<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly later: Promise<T> };

/** Slack wants its acknowledgement within 3 s ("Handling user interaction"), Teams within 5; the way back takes its share. */
export const acknowledgeWithinMs = 2_000;
/** So long a form may wait for its data before something is shown. */
export const showWithinMs = 400;

/** Waits for work, but not longer than `ms`. A failure in time is thrown. */
export async function within<T>(work: Promise<T>, ms: number): Promise<Within<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Within<T>>((resolve) => {
    timer = setTimeout(() => resolve({ done: false, later: work }), ms);
  });
  try {
    return await Promise.race([work.then((value): Within<T> => ({ done: true, value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
