import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { parseDesk } from '../src/config/desk-file.js';
import { CustomerRequest } from '../src/domain/customer-request.js';
import { receive } from '../src/domain/receive.js';
import type { ReferralId } from '../src/domain/referral.js';
import { parseRfi } from '../src/intake/parse-rfi.js';
import { recentSamples } from '../src/intake/sample-dates.js';
import { aProfile } from './fakes/profiles.js';

const schema = (name: string) => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'));
const names = readdirSync('samples').filter((name) => name.endsWith('.json'));
const samples = names.map((name): unknown => JSON.parse(readFileSync(`samples/${name}`, 'utf8')));
const now = new Date('2026-11-23T10:00:00Z');

describe('the sample', () => {
  const ajv = new Ajv({ strict: false, formats: { date: true, email: true } });
  const valid = ajv.compile(schema('rfi'));

  test.each(names.map((name, n) => [name, n] as const))('%s is taken in, and open', (_name, n) => {
    const sample = recentSamples(samples, now)[n];
    expect({ valid: valid(sample), errors: valid.errors }).toMatchObject({ valid: true });
    const parsed = parseRfi(sample, 'fallback');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { request, source, dates, mayBeNew } = parsed.incoming;
    expect(mayBeNew).toBe(true);
    expect(source.externalId).not.toBe('fallback');
    expect(CustomerRequest.parse(request)).toEqual(request);
    const { referral } = receive({
      request,
      source,
      dates,
      profile: aProfile(),
      id: 'id' as ReferralId,
      code: 'R-000000',
      now,
    });
    expect(referral.state.kind).toBe('new');
    expect(referral.createdAt < now).toBe(true);
  });

  test('schema refuses what the intake refuses', () => {
    expect(valid({ customer: { name: 'C' }, weather: 1 })).toBe(false);
    expect(valid({ customerProfile: { name: { $gt: '' } } })).toBe(false);
  });
});

test('desk.example.yaml is good, for the code and for its schema', () => {
  const text = readFileSync('desk.example.yaml', 'utf8');
  expect(parseDesk(text, 'desk.example.yaml')).toMatchObject({ ok: true, desk: { defaultProfileId: 'worldwide' } });
  const valid = new Ajv({ strict: false, formats: { date: true, email: true } }).compile(schema('desk'));
  expect(valid(parse(text))).toBe(true);
  expect(valid({ profiles: [{ id: 'a', timezone: 'UTC' }] })).toBe(false);
});

test('what stands behind a # in desk.example.yaml is good as well, names every setting, and is the default', () => {
  const text = readFileSync('desk.example.yaml', 'utf8');
  // Explanations have one space behind their #, settings their indentation.
  const uncommented = text.replaceAll(/^( *)#(?! \S)/gm, '$1');
  expect(uncommented).not.toBe(text);
  const profileIn = (source: string) => {
    const parsed = parseDesk(source, 'desk.example.yaml');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.desk.profiles.find(({ id }) => id === 'worldwide');
  };
  const [spelt, bare] = [profileIn(uncommented), profileIn(text)];
  expect(spelt?.reminders.escalations).toHaveProperty('leads');
  expect({ ...spelt, reminders: { ...spelt?.reminders, escalations: {} } }).toEqual(bare);

  const { profiles } = parse(uncommented) as { profiles: { id: string; reminders?: object; workingHours?: object }[] };
  const written = profiles.find(({ id }) => id === 'worldwide');
  const { properties } = schema('desk').properties.profiles.items;
  expect(Object.keys(written?.reminders ?? {}).sort()).toEqual(Object.keys(properties.reminders.properties).sort());
  expect(Object.keys(properties.workingHours.properties)).toEqual(
    expect.arrayContaining(Object.keys(written?.workingHours ?? {})),
  );
});
