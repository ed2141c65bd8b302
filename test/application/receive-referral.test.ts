import { type IncomingRequest, receiveReferral } from '../../src/application/receive-referral.js';
import { aProfile, profileStore } from '../fakes/profiles.js';
import { MemoryReferralStore } from '../fakes/referral-store.js';
import { aRequest } from '../fakes/requests.js';

const incoming: IncomingRequest = {
  source: { name: 'shop', externalId: 'x1' },
  request: aRequest(),
  dates: {},
  mayBeNew: true,
};

let store: MemoryReferralStore;
let poked: string[];
beforeEach(() => {
  store = new MemoryReferralStore();
  poked = [];
});
/** Random bytes from a list of fills: the n-th call gets bytes of the n-th value. */
function intake(fills: readonly number[] = []) {
  let calls = 0;
  return receiveReferral({
    referrals: store,
    profiles: profileStore(aProfile()),
    defaultProfileId: 'default',
    clock: { now: () => new Date('2026-03-10T12:00:00Z') },
    randomBytes: (count) => {
      const fill = fills[calls] ?? 100 + calls;
      calls += 1;
      return new Uint8Array(count).fill(fill);
    },
    afterCommit: (id) => poked.push(id),
  });
}

test('a new request is stored with its card owed, and the dispatcher is told', async () => {
  const answer = await intake([0xab, 31])(incoming);
  expect(answer).toMatchObject({ kind: 'received', referral: { id: 'ab'.repeat(16), code: 'R-ZZZZZZ' } });
  expect(store.outbox.map(({ effect }) => effect.kind)).toEqual(['sync-cards']);
  expect(poked).toEqual(['ab'.repeat(16)]);
});

test('codes have none of the letters that are easily confused', async () => {
  const codes = new Set<string>();
  for (let n = 0; n < 32; n++) {
    const answer = await intake([n, n])({ ...incoming, source: { name: 'shop', externalId: `x${n}` } });
    if (answer.kind === 'received') codes.add(answer.referral.code);
  }
  expect(codes.size).toBe(32);
  expect([...codes].join('')).not.toMatch(/[ILOU]/);
});

describe('a repetition', () => {
  test('gets the first one back, and changes nothing', async () => {
    const receive = intake();
    const first = await receive(incoming);
    const again = await receive({ ...incoming, request: aRequest({ contactMeDirectly: true }) });
    expect(again).toEqual({ kind: 'duplicate', referral: first.kind === 'received' && first.referral });
    expect([store.size, store.outbox.length, poked.length]).toEqual([1, 1, 1]);
  });

  test('sent at the same time is one referral as well', async () => {
    const receive = intake();
    const answers = await Promise.all(Array.from({ length: 20 }, () => receive(incoming)));
    expect(answers.map(({ kind }) => kind).sort()).toEqual([...Array(19).fill('duplicate'), 'received']);
    expect([store.size, poked.length]).toEqual([1, 1]);
  });

  test('of a known one is recognised even where a new one would not be taken', async () => {
    const receive = intake();
    expect(await receive({ ...incoming, mayBeNew: false })).toEqual({ kind: 'unknown' });
    expect(store.size).toBe(0);
    await receive(incoming);
    expect(await receive({ ...incoming, mayBeNew: false })).toMatchObject({ kind: 'duplicate' });
  });
});

test('a code that is taken is drawn again', async () => {
  await intake([1, 5])(incoming);
  const answer = await intake([2, 5, 5, 6])({ ...incoming, source: { name: 'shop', externalId: 'x2' } });
  expect(answer).toMatchObject({ kind: 'received', referral: { code: 'R-666666' } });
});

test('codes that are always taken are a defect, not an endless loop', async () => {
  await intake([1, 5])(incoming);
  const stuck = intake([2, ...Array(10).fill(5)]);
  await expect(stuck({ ...incoming, source: { name: 'shop', externalId: 'x2' } })).rejects.toThrow('no free code');
});
