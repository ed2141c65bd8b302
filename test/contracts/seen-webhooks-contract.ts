import type { SeenWebhooks } from '../../src/application/seen-webhooks.js';

const now = new Date('2026-03-10T12:00:00Z');

/** What every `SeenWebhooks` keeps to. */
export function seenWebhooksContract(open: () => Promise<SeenWebhooks>): void {
  let seen: SeenWebhooks;
  beforeEach(async () => {
    seen = await open();
  });

  test('an id is new once, then known by its body', async () => {
    expect(await seen.remember('m1', 'a', now)).toBe('new');
    expect(await seen.remember('m1', 'a', now)).toBe('same');
    expect(await seen.remember('m1', 'b', now)).toBe('other');
    expect(await seen.remember('m1', 'a', now)).toBe('same');
    expect(await seen.remember('m2', 'b', now)).toBe('new');
  });

  test('of simultaneous ones exactly one is new', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => seen.remember('m1', n % 2 ? 'a' : 'b', now)),
    );
    expect(answers.filter((answer) => answer === 'new')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'other')).toHaveLength(10);
  });

  test('an id that looks like a path or an operator is an id', async () => {
    expect(await seen.remember('$a.b', 'a', now)).toBe('new');
    expect(await seen.remember('$a.b', 'a', now)).toBe('same');
  });
}
