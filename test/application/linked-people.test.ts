import { languageOf } from '../../src/application/acquaintances.js';
import { concerned, linkedPeople } from '../../src/application/linked-people.js';
import { type Directory, type Member, PlatformUnavailable, type Standing } from '../../src/application/ports.js';
import type { Person } from '../../src/domain/people.js';
import type { Language, Profile } from '../../src/domain/profile.js';
import { createLogger } from '../../src/logger.js';
import { anna, aReferral, bruno, profile } from '../support/referrals.js';

const reads = { language: 'en', timeZone: 'UTC' } as const;
const inTeams = (id: string): Person => ({ platform: 'teams', tenant: 'contoso', id, name: id });
const annaInTeams = inTeams('0a11a000-0000-4000-8000-000000000001');
const member = (who: Person, email: string | null): Member => ({ kind: 'member', person: who, email, ...reads });

let slack: Standing[];
let teams: Standing[];
let asked: string[];
let broken: 'no' | 'down' | 'silent';
let reading: Map<string, Language>;
beforeEach(() => {
  slack = [member(anna, 'anna@desk.example'), member(bruno, 'bruno@desk.example')];
  teams = [member(annaInTeams, 'Anna@Desk.example')];
  asked = [];
  broken = 'no';
  reading = new Map();
});

function directory(platform: string, all: () => Standing[], state: () => typeof broken): Directory {
  const members = () => all().filter((one) => one.kind === 'member');
  async function answer<T>(question: string, value: () => T): Promise<T> {
    asked.push(`${platform} ${question}`);
    if (state() === 'down') throw new PlatformUnavailable('teams', '503');
    return state() === 'silent' ? new Promise<T>(() => {}) : value();
  }
  return {
    standing: (id) =>
      answer(id, () => members().find(({ person }) => person.id === id) ?? { kind: 'unknown', language: 'en' }),
    memberWith: (email) => answer(email, () => members().find((one) => one.email?.toLowerCase() === email) ?? null),
    memberOf: async () => new Set(),
    languageOf: async (id) => reading.get(id) ?? null,
  };
}
const directories = {
  slack: directory(
    'slack',
    () => slack,
    () => 'no',
  ),
  teams: directory(
    'teams',
    () => teams,
    () => broken,
  ),
};
// A silent directory never answers at all, so however short the patience, it is what ends.
const people = linkedPeople({ directories, logger: createLogger('silent'), patienceMs: 60_000 });
const hasty = linkedPeople({ directories, logger: createLogger('silent'), patienceMs: 1 });
const link = [[anna, annaInTeams]];

describe('who is one human being', () => {
  test('two of whom each platform says that the address is theirs', async () => {
    expect(await people.among([annaInTeams, bruno, null, anna, undefined])).toEqual(link);
    expect(await people.identitiesOf(member(anna, 'ANNA@desk.example'))).toEqual([anna, annaInTeams]);
    expect(await people.identitiesOf(member(annaInTeams, 'anna@desk.example'))).toEqual([annaInTeams, anna]);
  });

  test('nobody is asked where all are of one platform', async () => {
    expect(await people.among([anna, bruno, null])).toEqual([]);
    expect(await people.among([])).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('each is asked about once', async () => {
    await people.among([anna, annaInTeams, anna, { ...annaInTeams, name: 'As named then' }]);
    expect(asked).toEqual([`slack ${anna.id}`, `teams ${annaInTeams.id}`]);
  });

  test.each([null, '', 'anna'])('no address (%j) finds nobody, and nobody is asked', async (email) => {
    expect(await people.identitiesOf(member(anna, email))).toEqual([anna]);
    expect(asked).toEqual([]);
  });

  test('an address that moves to somebody else unlinks', async () => {
    teams = [member(annaInTeams, 'a.berg@desk.example'), member(inTeams('another'), 'anna@desk.example')];
    expect(await people.among([anna, annaInTeams])).toEqual([]);
    expect(await people.identitiesOf(member(anna, 'anna@desk.example'))).toEqual([anna, inTeams('another')]);
  });

  test.each(['guest', 'bot', 'external', 'unknown'] as const)('who has become a %s is unlinked', async (kind) => {
    teams = [{ kind, language: 'en' }];
    expect(await people.among([anna, annaInTeams])).toEqual([]);
    expect(await people.identitiesOf(member(anna, 'anna@desk.example'))).toEqual([anna]);
  });

  test('a directory that is down links nobody, and is asked again the next time', async () => {
    broken = 'down';
    expect(await people.among([anna, annaInTeams])).toEqual([]);
    expect(await people.identitiesOf(member(anna, 'anna@desk.example'))).toEqual([anna]);
    broken = 'no';
    expect(await people.among([anna, annaInTeams])).toEqual(link);
  });

  test('one that does not answer keeps nobody waiting', async () => {
    broken = 'silent';
    expect(await hasty.among([anna, annaInTeams])).toEqual([]);
    expect(await hasty.identitiesOf(member(anna, 'anna@desk.example'))).toEqual([anna]);
  });

  test('a platform that is not connected links nobody', async () => {
    const alone = linkedPeople({ directories: { slack: directories.slack }, logger: createLogger('silent') });
    expect(await alone.among([anna, annaInTeams])).toEqual([]);
    expect(await alone.identitiesOf(member(anna, 'anna@desk.example'))).toEqual([anna]);
  });
});

describe('whose links a command is decided by', () => {
  const owned = aReferral({
    state: { kind: 'new', owner: annaInTeams, urgent: null },
    undo: { commandId: 'c', type: 'assigned', by: annaInTeams, until: new Date(), state: aReferral().state },
  });
  const asking = (changes: Partial<Profile>, type: Parameters<typeof concerned>[2] & object) =>
    concerned(member(bruno, null), { ...profile, ...changes }, type).map((one) => one?.id);
  const id = annaInTeams.id;
  test.each<[string, Partial<Profile>, Omit<Parameters<typeof concerned>[2] & object, 'referral'>, unknown[]]>([
    ['accepting: nobody’s', {}, { type: 'accept' }, []],
    ['accepting where managers are named: nobody’s', { managers: [id] }, { type: 'accept' }, []],
    ['accepting by one who is named: nobody’s', { people: [bruno.id, id] }, { type: 'accept' }, []],
    ['accepting where only others are named', { people: [id, 'U0DANA', 'x@desk.example'] }, { type: 'accept' }, [id]],
    ['reopening where managers are named', { managers: [id] }, { type: 'reopen' }, [id]],
    ['reopening by a manager: nobody’s', { managers: [id, bruno.id] }, { type: 'reopen' }, []],
    ['undoing', {}, { type: 'undo' }, [id]],
    ['assigning', {}, { type: 'assign', to: anna }, [id, anna.id]],
  ])('%s', (_name, changes, asked, expected) => {
    expect(asking(changes, { referral: owned, ...asked })).toEqual([bruno.id, ...expected]);
  });

  test('nobody’s where a guest asks', () => {
    expect(concerned({ kind: 'guest', language: 'en' }, { ...profile, people: [id] })).toEqual([]);
  });
});

describe('how somebody reads', () => {
  test('their own platform tells it', async () => {
    reading.set(annaInTeams.id, 'en').set(anna.id, 'fr');
    expect(await languageOf(directories, annaInTeams)).toBe('en');
    expect(asked).toEqual([]);
  });

  test('where it doesn’t, the one does where they are known by the same address', async () => {
    reading.set(anna.id, 'fr');
    expect(await languageOf(directories, annaInTeams)).toBe('fr');
    expect(await languageOf({ teams: directories.teams }, annaInTeams)).toBe(null);
  });

  test('nobody else does, and a platform that is away tells nothing', async () => {
    reading.set(anna.id, 'fr');
    teams = [member(annaInTeams, 'somebody@desk.example')];
    expect(await languageOf(directories, annaInTeams)).toBe(null);
    teams = [member(annaInTeams, 'anna@desk.example')];
    broken = 'down';
    expect(await languageOf(directories, annaInTeams)).toBe(null);
  });
});
