import { defaultDesk, parseDesk } from '../../src/config/desk-file.js';

const parsed = (text: string) => parseDesk(text, 'desk.yaml');

const full = `
profiles:
  - id: emea
    name: Europe
    locations: [LOC-1]
    countries: [FR]
    regions: [Bretagne]
    timeZone: Europe/Paris
    language: fr
    currency: EUR
    people: [U1, sue@contoso.com]
    managers: [U1]
    channels: {slack: [C0001]}
    respondWithin: 12h
    urgentFor: 500ms
    expiresAfter: 7d
    undoWindow: 15m
    urgentWhen:
      - {qualification: [SalesQualified], valueAtLeast: 100000}
    workingHours: {monday: ['09:00-12:30', '13:30-18:00'], friday: ['22:00-24:00']}
    holidays: [2026-12-25]
    reminders:
      normal:
        - {after: 4h, tell: [thread, {person: U12}]}
        - {beforeExpiry: 2d, tell: [{escalation: managers}]}
        - {share: 0.5, tell: [{userGroup: S12}]}
        - {morningsAfter: 0s, tell: [channel]}
      urgent: []
      escalations:
        managers: {people: [2b1c9a04-52b0-4af3-a3ae-1fd1530b3563], userGroups: [S12]}
      inChannel: [U12]
      askAgainAfter: 2d
      foldWithin: 0s
      digest: false
    tellCustomer: always
    mailTo: [{address: lea@contoso.com}, {address: bob@contoso.com, language: en}]
  - id: rest
    default: true
partnerCenter: {referralLink: 'https://partner.microsoft.com/x/{id}'}
`;

test('a full file', () => {
  expect(parsed(full)).toEqual({
    ok: true,
    desk: {
      profiles: [
        {
          id: 'emea',
          name: 'Europe',
          locations: ['LOC-1'],
          countries: ['FR'],
          regions: ['Bretagne'],
          timeZone: 'Europe/Paris',
          language: 'fr',
          currency: 'EUR',
          people: ['U1', 'sue@contoso.com'],
          managers: ['U1'],
          slackChannels: ['C0001'],
          teamsChannels: [],
          respondWithin: 43_200_000,
          urgentFor: 500,
          expiresAfter: 604_800_000,
          undoWindow: 900_000,
          urgentWhen: [{ qualification: ['SalesQualified'], valueAtLeast: 100_000 }],
          workingHours: {
            monday: [
              { from: '09:00', to: '12:30' },
              { from: '13:30', to: '18:00' },
            ],
            tuesday: [],
            wednesday: [],
            thursday: [],
            friday: [{ from: '22:00', to: '24:00' }],
            saturday: [],
            sunday: [],
          },
          holidays: ['2026-12-25'],
          reminders: {
            normal: [
              {
                when: { at: 'after', ms: 14_400_000 },
                tell: [{ to: 'thread' }, { to: 'person', person: { platform: 'slack', id: 'U12' } }],
              },
              { when: { at: 'before-expiry', ms: 172_800_000 }, tell: [{ to: 'escalation', name: 'managers' }] },
              { when: { at: 'share', of: 0.5 }, tell: [{ to: 'user-group', id: 'S12' }] },
              { when: { at: 'mornings', afterMs: 0 }, tell: [{ to: 'channel' }] },
            ],
            urgent: [],
            escalations: {
              managers: {
                people: [{ platform: 'teams', id: '2b1c9a04-52b0-4af3-a3ae-1fd1530b3563' }],
                userGroups: ['S12'],
              },
            },
            inChannel: ['U12'],
            askAgainAfter: 172_800_000,
            foldWithin: 0,
            digest: false,
          },
          tellCustomer: 'always',
          mailTo: [
            { address: 'lea@contoso.com', language: 'fr' },
            { address: 'bob@contoso.com', language: 'en' },
          ],
        },
        { ...defaultDesk().profiles[0], id: 'rest', name: 'rest' },
      ],
      defaultProfileId: 'rest',
      partnerCenter: { referralLink: 'https://partner.microsoft.com/x/{id}' },
    },
  });
});

test('without a file, or with an empty one, there is one default profile with the documented durations', () => {
  expect(defaultDesk()).toMatchObject({
    defaultProfileId: 'default',
    profiles: [
      {
        id: 'default',
        timeZone: 'UTC',
        language: 'en',
        slackChannels: [],
        teamsChannels: [],
        respondWithin: 86_400_000,
        urgentFor: 259_200_000,
        expiresAfter: 1_209_600_000,
        undoWindow: 30_000,
        urgentWhen: [],
      },
    ],
    partnerCenter: { referralLink: expect.stringMatching(/^https:\/\/partner\.microsoft\.com\//) },
  });
  expect(parsed('# nothing yet\n')).toEqual({ ok: true, desk: defaultDesk() });
});

test('the first profile is the default one where none says so', () => {
  expect(parsed('profiles: [{id: a}, {id: b}]')).toMatchObject({ desk: { defaultProfileId: 'a' } });
});

describe('a wrong file is refused with path and line', () => {
  test.each([
    ['no YAML', 'profiles: [', 'desk.yaml:1', /valid YAML/],
    ['a key twice', 'profiles: []\nprofiles: []', 'desk.yaml:2', /valid YAML/],
    ['a plain text', 'hello', 'desk.yaml:1', /an object/],
    ['an unknown key', 'profiles:\n  - id: a\n    timezone: UTC', 'desk.yaml:3 profiles[0].timezone', /mean timeZone/],
    ['an unknown key at the top', 'profile: []', 'desk.yaml:1 profile', /mean profiles/],
    ['no id', 'profiles:\n  - name: A', 'desk.yaml:2 profiles[0].id', /a string/],
    ['an id with spaces', 'profiles: [{id: A b}]', 'desk.yaml:1 profiles[0].id', /hyphens/],
    ['no profile', 'profiles: []', 'desk.yaml:1 profiles', /at least 1 entries/],
    ['a time zone that is none', 'profiles: [{id: a,\n timeZone: CET/5}]', 'desk.yaml:2 profiles[0].timeZone', /IANA/],
    ['a duration without unit', 'profiles: [{id: a, undoWindow: 30}]', 'desk.yaml:1 profiles[0].undoWindow', /string/],
    ['a duration of nothing', 'profiles: [{id: a, undoWindow: 0s}]', 'desk.yaml:1 profiles[0].undoWindow', /30s/],
    [
      'somebody to tell that is no choice',
      'profiles: [{id: a, tellCustomer: sometimes}]',
      'desk.yaml:1 profiles[0].tellCustomer',
      /one of never, own, always/,
    ],
    [
      'no address',
      'profiles: [{id: a, mailTo: [{address: lea}]}]',
      'desk.yaml:1 profiles[0].mailTo[0].address',
      /e-mail address/,
    ],
    [
      'an address twice',
      'profiles: [{id: a, mailTo: [{address: a@b.example}, {address: A@b.example}]}]',
      'desk.yaml:1 profiles[0].mailTo[1].address',
      /each address once/,
    ],
    ['a language not spoken', 'profiles: [{id: a, language: de}]', 'desk.yaml:1 profiles[0].language', /one of en, fr/],
    [
      "a channel's name",
      "profiles: [{id: a, channels: {slack:\n ['#x']}}]",
      'desk.yaml:2 profiles[0].channels.slack[0]',
      /C0/,
    ],
    ['an empty rule', 'profiles: [{id: a, urgentWhen: [{}]}]', 'desk.yaml:1 profiles[0].urgentWhen[0]', /at least one/],
    ['one id twice', 'profiles:\n- id: a\n- id: a', 'desk.yaml:3 profiles[1].id', /of its own/],
    [
      'two defaults',
      'profiles:\n- {id: a, default: true}\n- {id: b, default: true}',
      'desk.yaml:3 profiles[1].default',
      /one/,
    ],
    [
      'a location claimed twice',
      'profiles:\n- {id: a, locations: [L1]}\n- id: b\n  locations:\n    - L2\n    - l1',
      'desk.yaml:6 profiles[1].locations[1]',
      /only one profile claims \(a has it\)/,
    ],
    ['a link by http', 'partnerCenter: {referralLink: "http://x"}', 'desk.yaml:1 partnerCenter.referralLink', /https/],
    [
      'aliases without end',
      'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
      'desk.yaml',
      /valid YAML/,
    ],
  ])('%s', (_name, text, name, expected) => {
    const answer = parsed(text);
    expect(answer).toMatchObject({ ok: false, problems: [{ name, expected: expect.stringMatching(expected) }] });
  });

  test('contradictions between profiles together with what is wrong in their fields', () => {
    const answer = parsed(
      'profiles:\n- {id: a, locations: [L1], currency: Euro}\n- {id: a, locations: [l1]}\n- {id: B!}',
    );
    expect(answer.ok ? [] : answer.problems.map(({ name }) => name)).toEqual([
      'desk.yaml:2 profiles[0].currency',
      'desk.yaml:4 profiles[2].id',
      'desk.yaml:3 profiles[1].id',
      'desk.yaml:3 profiles[1].locations[0]',
    ]);
  });

  test('with every problem at once, and the value where it is short', () => {
    const answer = parsed('profiles:\n  - id: a\n    currency: Euro\n  - id: b\n    languge: fr');
    expect(answer).toEqual({
      ok: false,
      problems: [
        {
          name: 'desk.yaml:3 profiles[0].currency',
          expected: 'a three-letter ISO 4217 code, e.g. EUR',
          got: 'Euro',
        },
        {
          name: 'desk.yaml:5 profiles[1].languge',
          expected: 'nothing by this name; did you mean language?',
          got: 'fr',
        },
      ],
    });
  });
});

test.each([
  ['workingHours: {monday: [9-17]}', 'a period such as 09:00-17:30'],
  ["workingHours: {monday: ['17:00-09:00']}", 'a period that ends after it begins'],
  ["workingHours: {monday: ['09:00-12:00', '11:00-14:00']}", 'periods in order, one after the other'],
  ['holidays: [25.12.2026]', 'a date such as 2026-12-25'],
  ['reminders: {normal: [{after: 4h, tell: [{escalation: nobody}]}]}', 'a name among the escalations'],
  [
    'reminders: {normal: [{after: 4h, tell: [{userGroup: S0SALES}]}]}',
    'no user group in a profile without a Slack channel',
  ],
  ['reminders: {escalations: {bosses: {userGroups: [S0SALES]}}}', 'list its people in an escalation instead'],
  ['reminders: {urgent: [{beforeExpiry: 4h, tell: [thread]}]}', ''],
  ["reminders: {normal: [{after: 4h, tell: [{person: '<!channel>'}]}]}", ''],
])('%s is refused', (line, expected) => {
  const answer = parsed(`profiles:\n  - id: a\n    ${line}\n`);
  expect(answer.ok).toBe(false);
  if (answer.ok) return;
  expect(answer.problems[0]?.name).toMatch(/^desk\.yaml:3 profiles\[0\]\./);
  expect(answer.problems.map((problem) => problem.expected).join()).toContain(expected);
});
