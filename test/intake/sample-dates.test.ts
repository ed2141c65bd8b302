import { recentSamples } from '../../src/intake/sample-dates.js';

const now = new Date('2026-11-23T10:00:00Z');

test('dates move by one span, so that the newest sample is five minutes old', () => {
  const samples = [
    {
      createdDateTime: '2026-03-01T10:00:00.1234567Z',
      details: { closingDateTime: '2026-04-01T10:00:00Z', notes: '2026-03-01T10:00:00Z' },
    },
    {
      createdAt: '2026-03-02T10:00:00Z',
      closingDate: '2026-03-12',
      team: [{ updatedDateTime: '2026-03-02T10:00:00Z' }],
    },
    { customer: { name: 'undated' }, createdDateTime: null },
    { createdAt: 'soon', expiresAt: '' },
  ];
  expect(recentSamples(samples, now)).toEqual([
    {
      createdDateTime: '2026-11-22T09:55:00.123Z',
      details: { closingDateTime: '2026-12-23T09:55:00.000Z', notes: '2026-03-01T10:00:00Z' },
    },
    {
      createdAt: '2026-11-23T09:55:00.000Z',
      closingDate: '2026-12-03',
      team: [{ updatedDateTime: '2026-11-23T09:55:00.000Z' }],
    },
    { customer: { name: 'undated' }, createdDateTime: null },
    { createdAt: 'soon', expiresAt: '' },
  ]);
});

test('without any date nothing moves', () => {
  expect(recentSamples([{ a: 1 }, null, 'x'], now)).toEqual([{ a: 1 }, null, 'x']);
  expect(recentSamples([], now)).toEqual([]);
});
