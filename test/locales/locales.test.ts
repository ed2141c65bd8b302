import { IntlMessageFormat } from 'intl-messageformat';
import { digestSections } from '../../src/domain/digest.js';
import { notifyWays } from '../../src/domain/ladders.js';
import { closeReasons, eventTypes, noticeKinds, outcomes } from '../../src/domain/referral.js';
import { snoozes } from '../../src/domain/snooze.js';
import { en } from '../../src/locales/en.js';
import { fr } from '../../src/locales/fr.js';
import { type MessageKey, translate } from '../../src/locales/translate.js';
import { formNames } from '../../src/slack/action-ids.js';
import { literalsIn, reachedFrom, sources } from './source.js';

const languages: Record<string, Record<string, string>> = { en, fr };
const keys = Object.keys(en);

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** Every argument of a message with its kind; plurals and selects with their options, and what stands in those. */
function argumentsOf(nodes: readonly Node[]): string[] {
  const found = nodes.flatMap((node): string[] => {
    if (node.type === 0 || node.type === 7) return [];
    if (!('options' in node)) return [`${node.type}:${node.value}`];
    const inside = Object.values(node.options).flatMap((option) => argumentsOf(option.value));
    // Which plural forms there are is the language's own business; a select's options are ours.
    const options = node.type === 5 ? Object.keys(node.options).sort().join('|') : '';
    return [`${node.type}:${node.value}:${options}`, ...inside];
  });
  return [...new Set(found)].sort();
}
const ast = (text: string, language: string) =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();

describe('the languages', () => {
  test('have the same keys', () => {
    expect(Object.keys(fr).sort()).toEqual([...keys].sort());
  });

  test.each(keys)('%s: can be read, is not empty, and has the same placeholders', (key) => {
    for (const text of [en[key as MessageKey], fr[key as MessageKey]]) expect(text.trim()).not.toBe('');
    expect(argumentsOf(ast(fr[key as MessageKey], 'fr'))).toEqual(argumentsOf(ast(en[key as MessageKey], 'en')));
  });

  test('differing arguments would be noticed, also inside plurals', () => {
    const of = (text: string) => argumentsOf(ast(text, 'en'));
    expect(of('{a} and {b}')).toEqual(of('{b}, {a}'));
    expect(of('{a}')).not.toEqual(of('{b}'));
    expect(of('{n, plural, one {a} other {# by {who}}}')).not.toEqual(of('{n, plural, one {a} other {#}}'));
    expect(of('{n, plural, one {a} other {b}}')).toEqual(of('{n, plural, one {a} many {c} other {b}}'));
    expect(of('{n, number}')).not.toEqual(of('{n}'));
  });

  test('a missing value is a defect, not a gap', () => {
    expect(() => translate('en', 'done.undo-hint')).toThrow();
  });
});

describe('keys and code', () => {
  const rows = {
    status: ['won', 'lost', 'declined'],
    refusal: ['not-your-command', 'not-a-member', 'managers-only', 'not-active', 'no-change', 'invalid'],
    changed: ['name', 'value', 'purchaseDate', 'notes', 'crmId', 'contacts'],
    lists: ['inbox', 'active', 'mine', 'archive'],
    problems: [
      'required',
      'too-long',
      'not-a-number',
      'out-of-range',
      'not-a-date',
      'in-the-past',
      'in-the-future',
      'not-an-email',
      'not-a-phone',
      'not-a-currency',
      'email-or-phone-required',
      'too-many',
      'not-one-of',
      'not-a-member',
      'two-letters',
    ],
  };
  /** Keys that code puts together, and what it can put into the gap. */
  const families: Record<string, readonly string[]> = {
    'outcome.*': outcomes,
    'reason.*': closeReasons,
    'event.*': eventTypes.filter((type) => !['undone', 'received', 'reminded'].includes(type)),
    'event.reminded.*': noticeKinds,
    'notice.*': noticeKinds,
    'digest.*': digestSections,
    'event.from-*': ['slack', 'teams'],
    'fault.*': ['slack', 'teams'],
    'what.*': eventTypes,
    'done.*': eventTypes,
    'changed.*': rows.changed,
    'card.status.*': rows.status.filter((outcome) => outcome !== 'won'),
    'refusal.closed.*': outcomes.filter((outcome) => outcome !== 'expired'),
    'refusal.too-late.*': ['window-closed', 'changed-since', 'already-sent'],
    'refusal.*': rows.refusal,
    'problem.*': rows.problems,
    'source.*': ['partner-center', 'manual'],
    'action.*': [...formNames, 'mark-urgent', 'unmark-urgent', 'contacted', 'take', 'details', 'next', 'previous'],
    'snooze.*': snoozes,
    'form.*': ['decline', 'lose'],
    'form.*.submit': ['decline', 'lose'],
    'list.*': rows.lists,
    'list.empty.*': rows.lists,
    'list.item.*': ['lost', 'declined'],
    'goal.*': ['days', 'hours', 'minutes', 'seconds'],
    'notify.done.*': notifyWays,
    'notify.now.*': [...notifyWays, 'unset'],
  };
  const literals = [...sources('slack', 'teams', 'application', 'notices').values()]
    .flatMap(literalsIn)
    .map(({ text }) => text);
  const prefixes = new Set(keys.map((key) => key.split('.')[0]));

  test('every key that code puts together is in the table, and exists', () => {
    const used = new Set(
      literals.filter((text) => /^[a-z]+\.[a-z.-]*\*[a-z.-]*$/.test(text) && prefixes.has(text.split('.')[0])),
    );
    expect([...used].sort()).toEqual(Object.keys(families).sort());
    const made = Object.entries(families).flatMap(([family, gaps]) => gaps.map((gap) => family.replace('*', gap)));
    expect(made.filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('no key is without use', () => {
    const made = Object.entries(families).flatMap(([family, gaps]) => gaps.map((gap) => family.replace('*', gap)));
    const used = new Set([...literals, ...made]);
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
  });
});

/**
 * Text that people see stands in locales/. Whatever chat and mails can show comes from the files that slack/, teams/ and
 * notices/ hold or import, so in those no string may be prose: two words with a space between them, one of them in small letters. Three kinds
 * aren't said in chat: messages of errors that are thrown, lines of the log, and commands that people type (`/deals …`).
 */
describe('no prose outside locales/', () => {
  const isProse = (text: string) =>
    !text.startsWith('/') &&
    /(?:^|[\s>“(])\p{Ll}{2,}[.,:;!?…]? +\S*\p{L}|\p{L}{2,}[.,:;!?…]? +\p{Ll}{2,}(?=[\s.,:;!?…”)]|$)/u.test(text);
  const forOperators = /(?:throw new \w+|Error|\.(?:trace|debug|info|warn|error|fatal))\(/;
  const proseIn = (code: string) =>
    literalsIn(code)
      .filter(({ text, before }) => isProse(text) && !forOperators.test(before))
      .map(({ text }) => text);
  // Answers to programs and operators, and style sheets without a text of their own.
  const others = new Set(['application/field-problems.ts', 'notices/mail-html.ts', 'teams/page-html.ts']);
  const reached = ['slack', 'teams', 'notices'].flatMap((folder) => [
    ...reachedFrom(folder, sources(folder, 'application')),
  ]);
  const mails = [...sources('application')].filter(([file]) => file === 'application/mail-texts.ts');
  const shown = new Map([...reached, ...mails].filter(([file]) => !others.has(file)));

  test.each([
    ["say('Something went wrong');", ['Something went wrong']],
    ['say(`#{name} accepted it`);', ['* accepted it']],
    ["const label = urgent ? 'be quick' : 'OK';", ['be quick']],
    ["// don't look\nsay('card.title'); /* it's 'not here' */", []],
    ["throw new Error('no free code');", []],
    ["logger.warn({ err: error }, 'could not be sent');", []],
    ["throw new StoreError(`code #{fail('it is taken')}`);", []],
    ["say(text.replace(/'/g, 'a b'), \"it's over now\");", ["it's over now"]],
    ["type: 'plain_text', action_id: 'deal:accept'", []],
  ])('would find it: %s', (code, expected) => {
    expect(proseIn(code.replaceAll('#{', '$' + '{'))).toEqual(expected);
  });

  test('the files that people are shown are found', () => {
    expect([...shown.keys()]).toEqual(
      expect.arrayContaining([
        ...['slack/on-action.ts', 'teams/answer.ts', 'notices/compose-mail.ts'],
        ...['application/referral-view.ts', 'application/wording.ts', 'application/mail-texts.ts'],
      ]),
    );
  });

  test.each([...shown].map(([file, code]) => [file, code]))('%s', (_file, code) => {
    expect(proseIn(code)).toEqual([]);
  });
});

describe('room', () => {
  const code = 'R-4K7Q2M';
  test.each(Object.keys(languages))('titles and submit buttons of modals fit into 24 characters in %s', (language) => {
    const titles = keys.filter((key) => /^form\.(?!.*(?:question|outside|told|text)$)/.test(key));
    const shown = [...titles, 'action.accept', 'action.save', 'action.reopen', 'action.cancel', 'action.close'];
    const long = shown
      .map((key) => (languages[language]?.[key] ?? '').replace('{code}', code))
      .filter((text) => text.length > 24);
    expect(titles.length).toBeGreaterThan(15);
    expect(long).toEqual([]);
  });

  test.each<[string, RegExp, number]>([
    ['buttons', /^action\./, 30],
    ['labels beside a value', /^fact\./, 40],
    ['options', /^(reason|outcome|field\.urgent\.option)/, 75],
    ['what is wrong with a field', /^problem\./, 150],
  ])('%s are short', (_name, which, most) => {
    for (const texts of Object.values(languages)) {
      const matching = Object.entries(texts).filter(([key]) => which.test(key));
      expect(matching.length).toBeGreaterThan(3);
      expect(matching.filter(([, text]) => text.length > most)).toEqual([]);
    }
  });
});

describe('typography', () => {
  const text = (all: Record<string, string>) => Object.values(all).join('\n');

  test('both: no straight quotes, no double or outer spaces, three dots are one sign', () => {
    for (const all of Object.values(languages)) {
      expect(text(all).match(/['"]/g)).toBeNull();
      expect(Object.values(all).filter((one) => one !== one.trim() || / {2}|\.\.\./.test(one))).toEqual([]);
    }
  });

  test('French: a narrow no-break space before ! ? : ; and inside « », and no English quotes', () => {
    const wrong = Object.values(fr).filter((one) => {
      const words = one.replaceAll(/`[^`]*`|https?:\S+/g, '');
      return /(?<!\u202f)[!?;»]|(?<!\u202f):(?!\/\/)|«(?!\u202f)|[“”]/.test(words);
    });
    expect(wrong).toEqual([]);
    expect(text(fr)).toMatch(/«\u202f[^»]+\u202f»/);
  });

  test('English: no space before a sign, no French quotes', () => {
    expect(Object.values(en).filter((one) => /\s[!?:;,.]|[«»]/.test(one))).toEqual([]);
  });

  test('what names a button is called as the button is', () => {
    for (const all of Object.values(languages)) {
      expect(all['card.shortened']).toContain(all['action.details']);
      expect(all['refusal.too-late.window-closed']).toContain(all['action.reopen']);
    }
  });
});
