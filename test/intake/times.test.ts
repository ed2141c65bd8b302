import { parseTime } from '../../src/intake/times.js';

test.each([
  ['seven digits', '2020-10-30T21:03:00.1234567Z', '2020-10-30T21:03:00.123Z'],
  ['six digits', '2018-10-29T21:24:52.040469Z', '2018-10-29T21:24:52.040Z'],
  ['one digit', '2020-10-30T21:03:00.5Z', '2020-10-30T21:03:00.500Z'],
  ['an offset', '2018-02-17T00:05:39.5485487+01:00', '2018-02-16T23:05:39.548Z'],
  ['an offset without colon', '2018-02-17T00:05:39+0100', '2018-02-16T23:05:39.000Z'],
  ['no zone', '2020-10-30T21:03:00', '2020-10-30T21:03:00.000Z'],
  ['no seconds', '2020-10-30T21:03Z', '2020-10-30T21:03:00.000Z'],
  ['the far future', '9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999Z'],
  ['a leap day', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['no leap day', '2025-02-29T00:00:00Z', undefined],
  ['hour 25', '2025-02-20T25:00:00Z', undefined],
  ['a date alone', '2025-02-20', undefined],
  ['words', 'yesterday', undefined],
  ['ten digits', '2020-10-30T21:03:00.1234567890Z', undefined],
])('%s', (_name, text, expected) => {
  expect(parseTime(text)?.toISOString()).toBe(expected);
});
