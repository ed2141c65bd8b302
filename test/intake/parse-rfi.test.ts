import { readFileSync } from 'node:fs';
import { CustomerRequest } from '../../src/domain/customer-request.js';
import { parseRfi } from '../../src/intake/parse-rfi.js';

const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/partner-center/${name}.json`, 'utf8'));

/** What a good RFI becomes; every one must fit the domain's own schema. */
function taken(value: unknown) {
  const parsed = parseRfi(value, 'fallback');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  expect(CustomerRequest.parse(parsed.incoming.request)).toEqual(parsed.incoming.request);
  return parsed.incoming;
}
/** What is wrong, as `path: expected`. */
function wrong(value: unknown) {
  const parsed = parseRfi(value, 'fallback');
  return parsed.issues.map(({ path, expected, got }) => `${path.join('.')}: ${expected} (${got})`);
}

describe('a Partner Center referral', () => {
  test('as documented in 2020-03', () => {
    const { source, request, dates, mayBeNew } = taken(fixture('get-referral.2020-03'));
    expect(source).toEqual({ name: 'partner-center', externalId: '61c65491-2f2c-461a-84b4-3654499bc1d9' });
    expect(dates).toEqual({
      createdAt: new Date('2018-10-29T21:24:52.040Z'),
      expiresAt: new Date('2018-11-06T00:00:00Z'),
    });
    expect(mayBeNew).toBe(true);
    const { rest, ...read } = request;
    expect(read).toEqual({
      customer: {
        name: 'Contoso Customer Inc',
        size: '10to50employees',
        address: {
          line1: 'One Microsoft Way',
          line2: '34',
          city: 'Redmond',
          state: 'WA',
          postalCode: '98052',
          country: 'US',
          region: 'Washington',
        },
        contacts: [
          {
            firstName: 'Sue',
            lastName: 'Smith',
            phone: '1234567890',
            email: 'sue.smith@contoso.com',
            locale: 'en-us',
            disableNotifications: false,
          },
          {
            firstName: 'Joe',
            lastName: 'Hansen',
            phone: '4035698759',
            email: 'joe.hansen@contoso.com',
            locale: 'en-us',
            disableNotifications: false,
          },
        ],
      },
      need: {
        notes: expect.stringContaining('supply chain'),
        industries: ['Manufacturing'],
        products: ['Dynamics365Enterprise'],
        services: ['DeploymentOrMigration'],
        solutions: ['Dynamics 365 for Field Service'],
        value: { amount: 50_000, currency: 'USD' },
      },
      consent: { contact: true, share: true },
      contactMeDirectly: false,
      invitation: { organization: 'Microsoft', notes: expect.stringContaining('ABC Partner') },
      qualification: 'SalesQualified',
      targets: [{ type: 'BusinessProfileLocation', id: '01e2abcd-52b0-4af3-a3ae-1fd1530b3563' }],
    });
    const kept = JSON.parse(rest ?? '{}');
    expect(kept).toMatchObject({
      engagementId: 'b1c40bb4-6d36-4eca-baa3-e1460cf2a454',
      eTag: '"2500ec5a-0000-0000-0000-5bf4967d0000"',
      customerProfile: { ids: [{ profileType: 'Duns', id: '795986822' }] },
      team: [{ firstName: 'John' }],
    });
    expect(kept).not.toHaveProperty('id');
    expect(kept.customerProfile).not.toHaveProperty('name');
  });

  test('as documented in 2020-09, with seven fractional digits and a closing date', () => {
    const { request, dates } = taken(fixture('get-referral.2020-09'));
    expect(dates).toEqual({ createdAt: new Date('2020-10-30T21:03:00Z') });
    expect(request.need).toMatchObject({ closingDate: '2020-12-01', value: { amount: 10_000, currency: 'USD' } });
    expect(request.customer.address).not.toHaveProperty('line2');
  });

  const some = { engagementId: 'e', id: 'x', customerProfile: { name: 'Contoso' } };
  test.each<[string, object, object]>([
    ['ids as an object', { customerProfile: { name: 'C', ids: {} } }, { customer: { name: 'C' } }],
    ['ids as an empty list', { customerProfile: { name: 'C', ids: [] } }, { customer: { name: 'C' } }],
    ['a value as text', { details: { dealValue: ' 12500.5 ' } }, { need: { value: { amount: 12_500.5 } } }],
    [
      'a closing time near midnight',
      { details: { closingDateTime: '2026-05-31T23:30:00-08:00' } },
      { need: { closingDate: '2026-05-31' } },
    ],
    [
      'a bare requirement',
      { details: { requirements: { products: ['Azure', null, { id: 'Teams' }] } } },
      { need: { products: ['Azure', 'Teams'] } },
    ],
    [
      'a nameless customer with a contact',
      { customerProfile: { team: [{ firstName: 'Sue', lastName: 'Smith' }] } },
      { customer: { name: 'Sue Smith' } },
    ],
    [
      'a customer known by e-mail only',
      { customerProfile: { team: [{ email: 'a@b.c' }] } },
      { customer: { name: 'a@b.c' } },
    ],
    ['no customer at all', { customerProfile: null }, { customer: { name: 'x', contacts: [] } }],
    [
      'an empty member',
      { customerProfile: { name: 'C', team: [null, {}, { email: '' }] } },
      { customer: { contacts: [] } },
    ],
    ['half an emoji', { customerProfile: { name: 'C\ud83d' } }, { customer: { name: 'C\ufffd' } }],
    ['right-to-left and emoji', { customerProfile: { name: 'شركة 🚀' } }, { customer: { name: 'شركة 🚀' } }],
    ['100 KB of notes', { details: { notes: 'é'.repeat(51_200) } }, { need: { notes: 'é'.repeat(51_200) } }],
  ])('with %s', (_name, changes, expected) => {
    expect(taken({ ...some, ...changes }).request).toMatchObject(expected);
  });

  test('with null wherever a value could be', () => {
    const nulled = JSON.parse(JSON.stringify(fixture('get-referral.2020-03')), (_key, value) =>
      typeof value === 'object' ? value : null,
    );
    expect(wrong({ ...nulled, id: 'x' })).toEqual([]);
  });

  test('with a time that was never set', () => {
    expect(taken({ ...some, createdDateTime: '0001-01-01T00:00:00', expirationDateTime: null }).dates).toEqual({});
  });

  test('with keys that mean something to JavaScript, which stay data', () => {
    const value = JSON.parse(
      '{"engagementId":"e","id":"x","__proto__":{"a":1},"constructor":{"prototype":{"b":2}},"details":{"__proto__":{"c":3}}}',
    );
    const { request } = taken(value);
    expect(request.rest).toBe(
      '{"engagementId":"e","__proto__":{"a":1},"constructor":{"prototype":{"b":2}},"details":{"__proto__":{"c":3}}}',
    );
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test.each([
    ['Active', { status: 'Active' }, 'status: New (this referral is answered, and not known here) (string)'],
    ['Closed', { status: 'closed' }, 'status: New (this referral is answered, and not known here) (string)'],
    ['our own', { direction: 'Outgoing' }, 'direction: Incoming (string)'],
  ])('that is %s is no new request', (_name, changes, expected) => {
    const parsed = parseRfi({ ...some, ...changes }, 'fallback');
    expect(parsed).toMatchObject({ ok: true, incoming: { mayBeNew: false, source: { externalId: 'x' } } });
    expect(wrong({ ...some, ...changes })).toEqual([expected]);
  });

  test.each<[string, object, string[]]>([
    ['an operator where an id belongs', { id: { $gt: '' } }, ['id: a string (object)']],
    [
      'several wrong kinds',
      { customerProfile: { name: ['x'], team: [{ email: 7 }] }, details: { notes: { $ne: 1 } } },
      [
        'customerProfile.name: a string (list)',
        'customerProfile.team.0.email: a string (number)',
        'details.notes: a string (object)',
      ],
    ],
    [
      'a value that is no number',
      { details: { dealValue: 'a lot' } },
      ['details.dealValue: a number, or a number as text (string)'],
    ],
    [
      'a time that is none',
      { createdDateTime: 'yesterday' },
      ['createdDateTime: a time such as 2020-10-30T21:03:00Z (string)'],
    ],
    [
      'a day that is none',
      { details: { closingDateTime: '2026-02-30T00:00:00Z' } },
      ['details.closingDateTime: a time such as 2020-10-30T21:03:00Z (string)'],
    ],
    [
      'an endless name',
      { customerProfile: { name: 'x'.repeat(1_001) } },
      ['customerProfile.name: at most 1000 characters (string)'],
    ],
    ['a customer that is a text', { customerProfile: 'Contoso' }, ['customerProfile: an object (string)']],
    [
      'a requirement of numbers',
      { details: { requirements: { products: [7] } } },
      ['details.requirements.products.0: a string, or an object with an id (number)'],
    ],
  ])('with %s is refused', (_name, changes, expected) => {
    expect(wrong({ ...some, ...changes })).toEqual(expected);
  });

  test('that says nothing about anybody is refused', () => {
    expect(wrong({ details: { notes: 'Help!' } })).toEqual(['customerProfile.name: a name, or an id (nothing)']);
  });

  test('in the answer of a list call is to be posted alone', () => {
    expect(wrong(fixture('list-referrals.2020-09'))).toEqual([
      'value: one referral; post the entries of a list one at a time (list)',
    ]);
    expect(wrong([some])).toEqual([': one referral; post the entries of a list one at a time (list)']);
    expect(taken(fixture('list-referrals.2020-09').value[0]).source.name).toBe('partner-center');
  });
});

describe('an RFI in our own form', () => {
  test('with everything', () => {
    const { source, request, dates } = taken({
      source: 'contoso-shop',
      externalId: 'RFI-7',
      customer: {
        name: ' Fabrikam ',
        size: '10to50employees',
        address: { line1: '1 Rue', city: 'Paris', country: 'FR' },
        contacts: [{ firstName: 'Léa', email: 'lea@fabrikam.com' }, { phone: '' }],
      },
      location: 'LOC-1',
      notes: 'Migration ',
      products: ['Azure', ' '],
      value: { amount: 1_000, currency: 'EUR' },
      closingDate: '2026-06-01',
      contactMeDirectly: true,
      consentToContact: true,
      consentToShare: false,
      createdAt: '2026-03-09T14:30+01:00',
      expiresAt: '2026-03-20T00:00:00Z',
    });
    expect(source).toEqual({ name: 'contoso-shop', externalId: 'RFI-7' });
    expect(dates).toEqual({ createdAt: new Date('2026-03-09T13:30:00Z'), expiresAt: new Date('2026-03-20T00:00:00Z') });
    expect(request).toEqual({
      customer: {
        name: 'Fabrikam',
        size: '10to50employees',
        address: { line1: '1 Rue', city: 'Paris', country: 'FR' },
        contacts: [{ firstName: 'Léa', email: 'lea@fabrikam.com' }],
      },
      need: {
        notes: 'Migration ',
        industries: [],
        products: ['Azure'],
        services: [],
        solutions: [],
        value: { amount: 1_000, currency: 'EUR' },
        closingDate: '2026-06-01',
      },
      consent: { contact: true, share: false },
      contactMeDirectly: true,
      targets: [{ type: 'BusinessProfileLocation', id: 'LOC-1' }],
    });
  });

  test('with a name alone, or with everything else empty', () => {
    const least = taken({ customer: { name: 'Contoso' } });
    expect(least.source).toEqual({ name: 'intake', externalId: 'fallback' });
    const empty = taken({
      source: null,
      externalId: '',
      customer: { name: 'Contoso', size: null, address: { city: '' }, contacts: null },
      country: null,
      notes: '  ',
      products: null,
      value: null,
      closingDate: '',
      contactMeDirectly: null,
      createdAt: '',
      expiresAt: null,
    });
    expect(empty).toEqual(least);
  });

  test('with a country and no address', () => {
    expect(taken({ customer: { name: 'C' }, country: 'FR' }).request.customer.address).toEqual({ country: 'FR' });
  });

  test.each<[string, unknown, string[]]>([
    ['no object', 'hello', [': an object (string)']],
    ['null', null, [': an object (null)']],
    ['nothing in it', {}, ['customer: an object (nothing)']],
    ['no name', { customer: { name: ' ' } }, ['customer.name: a text that is not empty (string)']],
    ['an invisible name', { customer: { name: '\u200b' } }, ['customer.name: a name that can be seen (string)']],
    [
      'a slip',
      { customer: { name: 'C', contact: [] } },
      ['customer.contact: nothing by this name; did you mean contacts? (list)'],
    ],
    ['an unknown field', { customer: { name: 'C' }, weather: 1 }, ['weather: nothing by this name (number)']],
    ['an operator', { customer: { name: { $gt: '' } } }, ['customer.name: a string (object)']],
    [
      'a prototype',
      JSON.parse('{"customer":{"name":"C"},"__proto__":{}}'),
      ['__proto__: nothing by this name (object)'],
    ],
    [
      'a reserved source',
      { customer: { name: 'C' }, source: 'partner-center' },
      ['source: a name other than partner-center and manual (string)'],
    ],
    [
      'a source with spaces',
      { customer: { name: 'C' }, source: 'My shop' },
      ['source: up to 63 lower-case letters, digits, dots, hyphens and underscores (string)'],
    ],
    ['a negative value', { customer: { name: 'C' }, value: { amount: -1 } }, ['value.amount: at least 0 (number)']],
    [
      'a currency spelt out',
      { customer: { name: 'C' }, value: { amount: 1, currency: 'Euro' } },
      ['value.currency: a three-letter ISO 4217 code, e.g. EUR (string)'],
    ],
    [
      'a time without zone',
      { customer: { name: 'C' }, createdAt: '2026-03-09T14:30:00' },
      ['createdAt: a time with its zone such as 2026-03-09T14:30:00Z (string)'],
    ],
    [
      '30 February',
      { customer: { name: 'C' }, closingDate: '2026-02-30' },
      ['closingDate: a date such as 2026-03-09 (string)'],
    ],
    [
      'an end before the beginning',
      { customer: { name: 'C' }, createdAt: '2026-03-09T14:30:00Z', expiresAt: '2026-03-09T14:30:00Z' },
      ['expiresAt: a time after createdAt (string)'],
    ],
    [
      "Partner Center's webhook pointer",
      fixture('webhook-referral-created'),
      expect.arrayContaining([
        'customer: an object (nothing)',
        'EventName: nothing by this name (string)',
      ]) as unknown as string[],
    ],
  ])('with %s is refused', (_name, value, expected) => {
    expect(wrong(value)).toEqual(expected);
  });
});

test('which of the two it is, is told by its fields', () => {
  const own = parseRfi({ customer: { name: 'C' }, details: {} }, 'f');
  expect(own.issues).toEqual([expect.objectContaining({ path: ['details'] })]);
  expect(taken({ customer: 7, customerProfile: { name: 'C' } }).source.name).toBe('partner-center');
});
