import fc from 'fast-check';
import { addressOf, linksAmong } from '../../src/domain/links.js';
import { type Person, samePerson } from '../../src/domain/people.js';

const inSlack = (id: string): Person => ({ platform: 'slack', tenant: 'T1', id, name: id });
const inTeams = (id: string): Person => ({ platform: 'teams', tenant: 'contoso', id, name: id });
const has = (person: Person, email: string | null) => ({ person, email });
const linked = [[inSlack('U1'), inTeams('a')]];

describe('an address links', () => {
  test.each<[string, Parameters<typeof linksAmong>[0], unknown]>([
    ['one of each platform', [has(inSlack('U1'), 'a@x.example'), has(inTeams('a'), 'a@x.example')], linked],
    ['whatever its case', [has(inSlack('U1'), 'A@X.Example'), has(inTeams('a'), ' a@x.example ')], linked],
    ['not two of one platform', [has(inSlack('U1'), 'a@x.example'), has(inSlack('U2'), 'a@x.example')], []],
    ['not another address', [has(inSlack('U1'), 'a@x.example'), has(inTeams('a'), 'b@x.example')], []],
    ['nobody by no address', [has(inSlack('U1'), null), has(inTeams('a'), null)], []],
    ['nobody by an empty one', [has(inSlack('U1'), ''), has(inTeams('a'), '')], []],
    ['nobody by a word', [has(inSlack('U1'), 'anna'), has(inTeams('a'), 'anna')], []],
    [
      'none where several of one platform have it',
      [has(inSlack('U1'), 'a@x.example'), has(inTeams('a'), 'a@x.example'), has(inTeams('b'), 'a@x.example')],
      [],
    ],
    [
      'one that is named twice',
      [has(inSlack('U1'), 'a@x.example'), has(inSlack('U1'), 'a@x.example'), has(inTeams('a'), 'a@x.example')],
      linked,
    ],
  ])('%s', (_name, members, expected) => {
    expect(linksAmong(members)).toEqual(expected);
  });

  test('the kelvin sign is no k', () => {
    expect(addressOf('\u212Aarl@x.example')).not.toBe(addressOf('karl@x.example'));
  });

  test('at most one identity with at most one, in whatever order they come', () => {
    const member = fc.record({
      person: fc.oneof(fc.constantFrom('U1', 'U2', 'U3').map(inSlack), fc.constantFrom('a', 'b', 'c').map(inTeams)),
      email: fc.constantFrom(null, '', 'a@x.example', 'A@x.example', 'b@x.example'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(member, { selector: ({ person }) => person.id }), (members) => {
        const links = linksAmong(members);
        const ids = links.flatMap((pair) => pair.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const [one, other] of links) expect([one.platform, other.platform]).toEqual(['slack', 'teams']);
        const again = linksAmong([...members].reverse());
        for (const a of members) {
          for (const b of members) {
            const same = samePerson(a.person, b.person, links);
            expect(samePerson(b.person, a.person, links)).toBe(same);
            expect(samePerson(a.person, b.person, again)).toBe(same);
          }
        }
      }),
    );
  });
});
