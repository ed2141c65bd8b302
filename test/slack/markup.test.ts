import fc from 'fast-check';
import type { Value } from '../../src/application/phrase.js';
import { escapeText, escapeWithin, isVisible, label, mrkdwn, plain, plainText } from '../../src/slack/markup.js';
import { anyText } from '../support/any-text.js';
import { hostile } from '../support/extremes.js';

const en = { language: 'en', timeZone: 'America/New_York' } as const;
const fr = { language: 'fr', timeZone: 'Europe/Paris' } as const;

describe('a text of somebody’s in mrkdwn', () => {
  test.each([
    ['a mention of everybody', '<!channel>', '&lt;!channel&gt;'],
    ['a mention', '<@U123>', '&lt;@U123&gt;'],
    ['a link', '<https://evil|click>', '&lt;https://evil|click&gt;'],
    ['a date', '<!date^0^{date}|x>', '&lt;!date^0^{date}|x&gt;'],
    ['what was escaped before', '&lt;', '&amp;lt;'],
    ['bold', '*bold*', '∗bold∗'],
    ['italic', '_it_ a_b', 'ˍitˍ a_b'],
    ['struck', '~x~', '∼x∼'],
    ['code', '`x`', 'ˋxˋ'],
    ['an emoji', ':fire:', ':\u200bfire:'],
    ['an emoji’s name with a sign', ':+1:', ':\u200b+1:'],
    ['an emoji’s name with an accent', ':été:', ':\u200bété:'],
    ['an emoji with a tone', ':wave::skin-tone-2:', ':\u200bwave::\u200bskin-tone-2:'],
    ['half an emoji, which a colon may follow', ':tada', ':\u200btada'],
    ['a time of day', 'at 10:30, say', 'at 10:30, say'],
    ['an address', 'https://contoso.example/a', 'https://contoso.example/a'],
    ['lines', 'one \n two\r\nthree\u2028four\rfive', 'one two three four five'],
    ['an override of the direction', 'a\u202egnp.exe', 'agnp.exe'],
    ['isolates and embeddings', '\u2066a\u2069\u2067b\u2068c\u202a\u202b\u202c\u202d', 'abc'],
    ['an emoji behind a hidden control', ':\u202efire:', ':\u200bfire:'],
    ['control characters', 'a\u0000b\u001bc\u0085d\u007f', 'abcd'],
    ['right-to-left letters', 'שלום', 'שלום'],
    ['a family', '👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ])('%s', (_name, text, expected) => {
    expect(escapeText(text)).toBe(expected);
    expect(mrkdwn(en, text)).toBe(expected);
  });

  const anything = fc.oneof(
    anyText,
    fc
      .array(fc.constantFrom(...":<>&|!@#*_~`\u202e\u2066\u200b\n\u2028 a1+-'/".split(''), 'fire', '&lt;', '😀'), {
        maxLength: 40,
      })
      .map((parts) => parts.join('')),
  );

  /** Signs that mean something, ends of lines, what turns the direction; a lone `&`; an emoji's name. */
  const markup = /[<>*~`\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069]|&(?!(?:amp|lt|gt);)|:[^\s:/\u200b]+:/;

  test('is never markup, whatever it is', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const shown of [mrkdwn(en, text), escapeWithin(text, 30)]) {
          expect(shown).not.toMatch(markup);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('is no emoji together with the sentence around it', () => {
    fc.assert(
      fc.property(anything, (customer) => {
        const sentence = mrkdwn(en, { key: 'done.won', values: { code: 'R-4K7Q2M', customer } });
        expect(sentence).not.toMatch(/:[^\s:/\u200b]+:/);
      }),
    );
    expect(mrkdwn(en, { key: 'done.won', values: { code: 'R', customer: ':tada' } })).toContain(':\u200btada:');
  });

  test('is shown with every letter and digit of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const letters = (some: string) =>
          some.match(/[\p{L}\p{N}]/gu)?.filter((one) => one !== 'ˋ' && one !== 'ˍ') ?? [];
        const shown = mrkdwn(en, text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        expect(letters(shown)).toEqual(letters(text));
      }),
    );
  });

  test('100 KB of it cost little', () => {
    const before = performance.now();
    for (const text of ['&', ':a', ' ', ' \n', hostile, '_', ':'.repeat(50)]) {
      const long = text.repeat(100_000 / text.length);
      mrkdwn(en, long);
      escapeWithin(long, 200);
      plain(en, long);
    }
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('escaped within a length', () => {
  test.each([
    ['what fits', 'R&D', 20, 'R&amp;D'],
    ['an entity is whole or not there', '&&&&', 10, '&amp;…'],
    ['no room', '&', 0, ''],
    ['on one line', ' a \n b ', 20, 'a b'],
    ['nothing', '', 20, ''],
  ])('%s', (_name, text, max, expected) => {
    expect(escapeWithin(text, max)).toBe(expected);
  });

  test('never longer, never half an entity', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.nat(60), (text, max) => {
        const escaped = escapeWithin(text, max);
        expect(escaped.length).toBeLessThanOrEqual(max);
        expect(escaped).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
    );
  });
});

describe('values', () => {
  const moment = { moment: new Date('2026-03-02T09:30:00Z') };
  test.each<[string, Value, string, string]>([
    ['a number', 7, '7', '7'],
    ['a date never shifts', { date: '2026-03-02' }, '2 Mar 2026', '2 mars 2026'],
    ['an amount', { money: { amount: 50_000, currency: 'USD' } }, 'US$50,000', '50\u202f000\u00a0$US'],
    ['an amount with cents', { money: { amount: 1.5, currency: 'EUR' } }, '€1.50', '1,50\u00a0€'],
    ['an amount in no currency', { money: { amount: 12.25 } }, '12.25', '12,25'],
    ['an amount in a word', { money: { amount: 5, currency: 'beads' } }, '5 beads', '5 beads'],
    [
      'a list',
      { list: [{ key: 'changed.name' }, { key: 'changed.value' }, { key: 'changed.notes' }] },
      'the name, the value and the notes',
      'le nom, la valeur et les notes',
    ],
    [
      'a phrase in a phrase',
      { key: 'list.archive.outcome', values: { outcome: { key: 'outcome.won' } } },
      'Archive: Won',
      'Archives\u202f: Gagnée',
    ],
  ])('%s', (_name, value, english, french) => {
    expect([mrkdwn(en, value), mrkdwn(fr, value)]).toEqual([english, french]);
    expect([plain(en, value), plain(fr, value)]).toEqual([english, french]);
  });

  test('a moment follows every reader, and has a fallback in the reader’s own zone', () => {
    expect(mrkdwn(en, moment)).toBe('<!date^1772443800^{date_short_pretty} at {time}|2 Mar 2026 at 04:30>');
    expect(mrkdwn(fr, moment)).toBe('<!date^1772443800^{date_short} à {time}|2 mars 2026 à 10:30>');
    expect(plain(fr, moment)).toBe('2 mars 2026 à 10:30');
  });

  test('an unknown zone falls back to UTC and says so', () => {
    expect(plain({ language: 'en', timeZone: 'Mars/Olympus' }, moment)).toBe('2 Mar 2026 at 09:30 UTC');
  });

  test('dollars of different countries are told apart', () => {
    const shown = ['USD', 'CAD', 'AUD'].map((currency) => plain(en, { money: { amount: 1, currency } }));
    expect(new Set(shown).size).toBe(3);
  });

  test('a currency that is a sentence of somebody’s is escaped and short', () => {
    const value = { money: { amount: Number.MAX_VALUE, currency: '<!channel>'.repeat(50) } };
    expect(mrkdwn(en, value)).not.toContain('<');
    expect(plain(en, value).length).toBeLessThanOrEqual(60);
  });

  test('a text inside a sentence is short, and never swallows what follows', () => {
    const sentence = plain(en, { key: 'done.won', values: { code: 'R-4K7Q2M', customer: 'x'.repeat(1_000) } });
    expect(sentence).toBe(`🏆 R-4K7Q2M, ${'x'.repeat(99)}…: won!`);
  });
});

describe('plain text', () => {
  test.each([
    ['markup stays as typed', '<!channel> *b* :fire: &lt;', '<!channel> *b* :fire: &lt;'],
    ['one line', ' a\n\tb ', 'a b'],
    ['no controls', 'a\u202eb\u0000\u2066', 'ab'],
  ])('%s', (_name, text, expected) => {
    expect(plain(en, text)).toBe(expected);
  });

  test('never parses emoji codes, is never empty or too long, and has no controls', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, max) => {
        const object = plainText(text, max);
        expect(object).toMatchObject({ type: 'plain_text', emoji: false });
        expect(object.text.length).toBeLessThanOrEqual(max);
        expect(isVisible(object.text)).toBe(true);
        expect(object.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|(?!\s)\p{Cc}/u);
      }),
      {
        examples: [
          ['\u200b', 5],
          [' ', 5],
          ['', 1],
          ['\u202e', 3],
        ],
      },
    );
  });

  test('out of the locales, in the reader’s language', () => {
    expect(label(fr, 'form.accept', 24, { code: 'R-4K7Q2M' }).text).toBe('Accepter R-4K7Q2M');
  });
});
