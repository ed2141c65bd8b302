import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { answerOf, signingSecret, startIntake, token } from '../fakes/intake-server.js';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake();
});
afterEach(() => intake.close());

const rfi = { externalId: 'x1', customer: { name: 'Contoso' } };
const problem = (status: number, more: object = {}) => ({
  status,
  type: 'application/problem+json; charset=utf-8',
  json: { type: 'about:blank', title: expect.any(String), status, detail: expect.any(String), ...more },
});

function signature(body: string, { id = 'msg_1', at = intake.clock.time, secret = signingSecret } = {}) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

test('an RFI is taken in, and its repetition is the same referral', async () => {
  const first = await intake.post(rfi);
  expect(first).toMatchObject({ status: 202, json: { duplicate: false, code: expect.stringMatching(/^R-\w{6}$/) } });
  expect(await intake.post({ ...rfi, notes: 'changed' })).toMatchObject({
    status: 202,
    json: { ...first.json, duplicate: true },
  });
  expect([intake.referrals.size, intake.referrals.outbox.length]).toEqual([1, 1]);
});

test('without an external id the whole body tells a repetition', async () => {
  const anonymous = { customer: { name: 'Contoso' } };
  const first = await intake.post(anonymous);
  expect(await intake.post(anonymous)).toMatchObject({ json: { id: first.json.id, duplicate: true } });
  expect(await intake.post({ customer: { name: 'Fabrikam' } })).toMatchObject({ json: { duplicate: false } });
});

test('a documented Partner Center referral with 100 KB of notes is stored whole', async () => {
  const referral = JSON.parse(readFileSync('test/fixtures/partner-center/get-referral.2020-09.json', 'utf8'));
  referral.details.notes = `${'long '.repeat(20_480)}end`;
  expect(await intake.post(referral)).toMatchObject({ status: 202 });
  const stored = await intake.referrals.bySource('partner-center', referral.id);
  expect(stored?.request.need.notes).toBe(referral.details.notes);
});

test('a referral that is answered elsewhere is refused, unless it is known', async () => {
  const active = { engagementId: 'e', id: 'x', customerProfile: { name: 'C' }, status: 'Active' };
  expect(await intake.post(active)).toMatchObject(
    problem(422, { errors: [{ pointer: '/status', expected: expect.stringContaining('New'), got: 'string' }] }),
  );
  await intake.post({ ...active, status: 'New' });
  expect(await intake.post(active)).toMatchObject({ status: 202, json: { duplicate: true } });
});

describe('a stranger', () => {
  test.each<[string, Record<string, string>]>([
    ['with another token of the same length', { Authorization: `Bearer ${'x'.repeat(token.length)}` }],
    ['with a shorter token', { Authorization: 'Bearer an-intake' }],
    ['with a longer token', { Authorization: `Bearer ${token}x` }],
    ['with an empty token', { Authorization: 'Bearer ' }],
    ['with another scheme', { Authorization: `Basic ${token}` }],
    ['with half a signature', { Authorization: '', 'webhook-id': 'm', 'webhook-signature': 'v1,x' }],
  ])('%s gets 401', async (_name, headers) => {
    expect(await intake.post(rfi, headers)).toMatchObject(problem(401));
    expect(intake.referrals.size).toBe(0);
  });

  test('is told how to prove itself', async () => {
    const answer = await answerOf(await fetch(`${intake.url}/intake/referrals`, { method: 'POST', body: '{}' }));
    expect(answer).toMatchObject(problem(401, { detail: expect.stringMatching(/Bearer.*webhook-signature/) }));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="intake"');
  });

  test('with a token, where only signatures are accepted', async () => {
    const signed = await startIntake({ secrets: { token: null, signingSecret } });
    try {
      expect(await signed.post(rfi)).toMatchObject(problem(401));
    } finally {
      await signed.close();
    }
  });
});

describe('a signed message', () => {
  const body = JSON.stringify({ customer: { name: 'Contoso' } });
  const minutes = (count: number) => new Date(intake.clock.time.getTime() + count * 60_000);

  test('is taken, and its repetition answers the same', async () => {
    const first = await intake.post(body, signature(body));
    expect(first).toMatchObject({ status: 202, json: { duplicate: false } });
    expect(await intake.post(body, signature(body))).toMatchObject({
      status: 202,
      json: { ...first.json, duplicate: true },
    });
    expect(intake.referrals.size).toBe(1);
  });

  test('under a known id with another body gets 409', async () => {
    await intake.post(body, signature(body));
    const other = JSON.stringify({ customer: { name: 'Fabrikam' } });
    expect(await intake.post(other, signature(other))).toMatchObject(problem(409));
    expect(intake.referrals.size).toBe(1);
  });

  test('that was refused may come again, corrected', async () => {
    const wrong = '{"customer":{}}';
    expect(await intake.post(wrong, signature(wrong))).toMatchObject(problem(422));
    expect(await intake.post(body, signature(body))).toMatchObject({ status: 202 });
  });

  test('whose store failed after its id was noted is taken at the next try', async () => {
    intake.referrals.away = true;
    expect(await intake.post(body, signature(body))).toMatchObject(problem(503));
    expect(intake.seenWebhooks.ids.size).toBe(1);
    intake.referrals.away = false;
    expect(await intake.post(body, signature(body))).toMatchObject({ status: 202, json: { duplicate: false } });
  });

  test('may carry several signatures', async () => {
    const { 'webhook-signature': right, ...rest } = signature(body);
    const headers = { ...rest, 'webhook-signature': `v1a,abc v1,bm9wZQ== ${right}` };
    expect(await intake.post(body, headers)).toMatchObject({ status: 202 });
  });

  test.each([
    ['just in time, late', -5, 202],
    ['just in time, early', 5, 202],
    ['too late', -5.02, 401],
    ['too early', 5.02, 401],
  ])('%s: %d minutes away', async (_name, away, status) => {
    expect(await intake.post(body, signature(body, { at: minutes(away) }))).toMatchObject({ status });
  });

  test.each<[string, () => Record<string, string>]>([
    ['by another secret', () => signature(body, { secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` })],
    ['over another body', () => signature(`${body} `)],
    ['under another id', () => ({ ...signature(body), 'webhook-id': 'msg_2' })],
    [
      'at another time',
      () => ({ ...signature(body), 'webhook-timestamp': String(intake.clock.time.getTime() / 1_000 + 1) }),
    ],
    ['with a timestamp that is none', () => ({ ...signature(body), 'webhook-timestamp': 'now' })],
    ['without any', () => ({ ...signature(body), 'webhook-signature': '' })],
  ])('signed %s gets 401', async (_name, headers) => {
    expect(await intake.post(body, headers())).toMatchObject(problem(401));
    expect([intake.referrals.size, intake.seenWebhooks.ids.size]).toEqual([0, 0]);
  });
});

describe('a body that is refused', () => {
  test.each<[string, string | Uint8Array, Record<string, string>, number]>([
    ['of another type', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['of another charset', '{}', { 'Content-Type': 'application/json; charset=latin1' }, 415],
    ['compressed', '{}', { 'Content-Encoding': 'gzip' }, 415],
    ['malformed', '{"a":', {}, 400],
    ['empty', '', {}, 400],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), {}, 400],
    ['too deep', '['.repeat(1_000) + ']'.repeat(1_000), {}, 400],
    ['too long', JSON.stringify({ customer: { name: 'C' }, notes: 'x'.repeat(256 * 1024) }), {}, 413],
    ['a list', '[]', {}, 422],
    ['a word', '"hello"', {}, 422],
  ])('%s', async (_name, body, headers, status) => {
    expect(await intake.post(body, headers)).toMatchObject(problem(status));
    expect(intake.referrals.size).toBe(0);
  });

  test('names each wrong field as a JSON pointer, and never what was sent', async () => {
    const answer = await intake.post({
      customer: { name: { $gt: 'secret' }, 'a/b~c': 1 },
      note: 'secret',
      value: 'secret',
    });
    expect(answer.json.errors).toEqual([
      { pointer: '/customer/name', expected: 'a string', got: 'object' },
      { pointer: '/customer/a~1b~0c', expected: 'nothing by this name', got: 'number' },
      { pointer: '/value', expected: 'an object', got: 'string' },
      { pointer: '/note', expected: 'nothing by this name; did you mean notes?', got: 'string' },
    ]);
    expect(answer.text).not.toContain('secret');
  });

  test('with tens of thousands of wrong fields is answered briefly and soon', async () => {
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`f${n}`, 1]));
    const started = performance.now();
    const { status, json } = await intake.post(fields);
    expect([status, json.errors.length]).toEqual([422, 100]);
    // Everybody else waits meanwhile: it took seconds to look for what each of them might have meant.
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is answered with 405 and what is allowed', async (method) => {
  const answer = await answerOf(await fetch(`${intake.url}/intake/referrals`, { method }));
  expect(answer).toMatchObject(problem(405));
  expect(answer.headers.get('allow')).toBe('POST');
});

test('with the store away: 503, when to come back, and nothing is lost by it', async () => {
  intake.referrals.away = true;
  const answer = await intake.post(rfi);
  expect(answer).toMatchObject(problem(503));
  expect(answer.headers.get('retry-after')).toBe('5');
  intake.referrals.away = false;
  expect(await intake.post(rfi)).toMatchObject({ status: 202, json: { duplicate: false } });
});

test('a defect is answered without its message or its stack', async () => {
  intake.referrals.bySource = () => Promise.reject(new Error('secret of Contoso'));
  const answer = await intake.post(rfi);
  expect(answer).toMatchObject(problem(500));
  expect(answer.text + intake.lines.join()).not.toMatch(/secret of Contoso/);
  expect(answer.text).not.toContain('http.js');
});

test('too many requests get 429 and when to come back; strangers use up nothing', async () => {
  const slow = await startIntake({ rate: { perSecond: 0.5, burst: 2 } });
  try {
    for (let n = 0; n < 5; n++) await slow.post(rfi, { Authorization: 'Bearer wrong' });
    expect([(await slow.post(rfi)).status, (await slow.post(rfi)).status]).toEqual([202, 202]);
    const answer = await slow.post(rfi);
    expect(answer).toMatchObject(problem(429));
    expect(answer.headers.get('retry-after')).toBe('2');
    slow.clock.time = new Date(slow.clock.time.getTime() + 2_000);
    expect((await slow.post(rfi)).status).toBe(202);
  } finally {
    await slow.close();
  }
});

test('log lines hold ids and nothing that was sent', async () => {
  const { json } = await intake.post({ ...rfi, customer: { name: 'Fabrikam' }, notes: 'secret' });
  await intake.post({ customer: { name: 'Fabrikam', secret: 1 } });
  await intake.post('{"secret');
  const log = intake.lines.join('');
  expect(log).toContain(json.id);
  expect(log).not.toMatch(/secret|Fabrikam|Bearer/);
});

test('whatever JSON is posted, the answer is 202 or a problem, and nothing is stored on a problem', async () => {
  const keys = [
    'customer',
    'customerProfile',
    'name',
    'details',
    'notes',
    'dealValue',
    'value',
    'id',
    'externalId',
    'source',
    '__proto__',
    '$where',
    'createdAt',
    'team',
    'contacts',
  ];
  const leaf = fc.oneof(
    fc.constant('Contoso'),
    fc.constant('New'),
    fc.constant('2026-03-09T14:30:00Z'),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const shaped = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 3, depthSize: 'medium' }, leaf, fc.array(tie('node'), { maxLength: 2 }), tie('object')),
    object: fc
      .array(fc.tuple(fc.constantFrom(...keys), tie('node')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  }));
  const likely = fc
    .record({ name: fc.oneof({ weight: 3, arbitrary: fc.constant('Contoso') }, { weight: 1, arbitrary: leaf }) })
    .chain((customer) => shaped.object.map((rest) => ({ ...(rest as object), customer })));
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), shaped.object, likely), async (value) => {
      const before = intake.referrals.size;
      intake.clock.time = new Date(intake.clock.time.getTime() + 1_000);
      const { status, type, json } = await intake.post(JSON.stringify(value));
      statuses.add(status);
      if (status === 202)
        expect(json).toEqual({ id: expect.any(String), code: expect.any(String), duplicate: expect.any(Boolean) });
      else {
        expect([400, 422]).toContain(status);
        expect(type).toContain('application/problem+json');
        expect(intake.referrals.size).toBe(before);
      }
    }),
    { numRuns: 400 },
  );
  // Both kinds were met, or the property says nothing.
  expect([...statuses].sort()).toEqual([202, 422]);
});
