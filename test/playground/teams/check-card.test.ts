import { readActivity } from '../../../src/playground/teams/activity-check.js';
import { cardProblems } from '../../../src/playground/teams/cards/check-card.js';
import { inputErrors, valuesOf } from '../../../src/playground/teams/cards/inputs.js';
import { attach, card, execute, fetchDialog, text } from './support.js';

const mention = { type: 'mention', text: '<at>Anna</at>', mentioned: { id: '29:anna', name: 'Anna' } };
const people = { type: 'Input.ChoiceSet', id: 'who', label: 'Who', choices: [] };
const query = { type: 'Data.Query', dataset: 'graph.microsoft.com/users' };

const everything = card(
  [
    text('Hello <at>Anna</at>'),
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'rich', weight: 'bolder' }, 'plain'] },
    { type: 'FactSet', facts: [{ title: 'A', value: 'B' }] },
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', width: 'stretch', items: [{ type: 'Image', url: 'https://a.example/a.png', altText: 'A' }] },
      ],
    },
    {
      type: 'Table',
      columns: [{ width: 1 }],
      rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [text('cell')] }] }],
    },
    {
      type: 'Container',
      style: 'emphasis',
      bleed: true,
      items: [{ type: 'ActionSet', actions: [fetchDialog('Open')] }],
    },
    { type: 'Input.Text', id: 'a', label: 'A', isRequired: true, errorMessage: 'Needed', maxLength: 10 },
    { type: 'Input.Number', id: 'b', label: 'B', min: 1, max: 3, isRequired: true, errorMessage: '1 to 3' },
    { type: 'Input.Date', id: 'c', label: 'C' },
    { type: 'Input.Time', id: 'd', label: 'D' },
    { type: 'Input.Toggle', id: 'e', title: 'E' },
    { type: 'Input.ChoiceSet', id: 'f', label: 'F', choices: [{ title: 'One', value: '1' }] },
    { ...people, 'choices.data': query },
  ],
  [
    execute('accept'),
    { type: 'Action.OpenUrl', title: 'Open', url: 'https://a.example' },
    { type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [text('inner')] } },
    { type: 'Action.ToggleVisibility', title: 'Toggle', targetElements: ['x'] },
  ],
  { msteams: { width: 'Full', entities: [mention] } },
);

test('a card with all that Teams knows is in order', () => expect(cardProblems(everything, 'message')).toEqual([]));

describe('what Teams would not take', () => {
  test.each([
    ['an unknown element', card([{ type: 'Chart' }]), 'Chart'],
    ['an unknown property', card([{ ...text('a'), colour: 'red' }]), '/body/0/colour: TextBlock has no such property'],
    ['one deep inside', card([{ type: 'Container', items: [{ ...text('a'), x: 1 }] }]), '/body/0/items/0/x'],
    ['one of the card', card([], [], { footer: [] }), '/footer: AdaptiveCard has no such property'],
    [
      'one in a fallback',
      card([], [{ ...execute('a'), fallback: { type: 'Action.Submit', x: 1 } }]),
      '/actions/0/fallback/x',
    ],
    ['a bad value', card([{ ...text('a'), size: 'giant' }]), 'giant'],
    ['a later version', { ...card([]), version: '1.6' }, '/version'],
    ['an input without id', card([{ type: 'Input.Text', label: 'A' }]), '/body/0/id'],
    ['an id twice', card([0, 1].map(() => ({ type: 'Input.Text', id: 'a', label: 'A' }))), 'a is there twice'],
    ['no verb', card([], [{ type: 'Action.Execute', title: 'A' }]), '/actions/0/verb'],
    [
      'an unknown task',
      card([], [{ type: 'Action.Submit', title: 'A', data: { msteams: { type: 'x' } } }]),
      'msteams/type',
    ],
    [
      'seven buttons',
      card(
        [],
        Array.from({ length: 7 }, (_, index) => execute(`v${index}`)),
      ),
      '6 at most',
    ],
    ['a picture by http', card([{ type: 'Image', url: 'http://a.example/a.png' }]), '/body/0/url'],
    ['a script for a link', card([], [{ type: 'Action.OpenUrl', title: 'A', url: 'javascript:x' }]), '/actions/0/url'],
    ['a mention without entity', card([text('<at>Anna</at>')]), 'no entity for <at>Anna</at>'],
    ['an entity without mention', card([text('Anna')], [], { msteams: { entities: [mention] } }), 'does not occur'],
    ['a stray msteams property', card([], [], { msteams: { wide: true } }), '/msteams/wide'],
    [
      '61 to refresh for',
      card([], [], { refresh: { action: execute('r'), userIds: Array(61).fill('29:a') } }),
      '60 at most',
    ],
    ['a search of another kind', card([{ ...people, 'choices.data': { type: 'Query' } }]), 'Data.Query'],
    ['no card', [], 'AdaptiveCard'],
  ])('%s', (_name, content, problem) => {
    expect(cardProblems(content, 'message').join('\n')).toContain(problem);
  });

  test('Action.Execute in a dialog, unless it has a fallback', () => {
    const bare = card([], [{ type: 'Action.Execute', title: 'A', verb: 'a' }]);
    expect(cardProblems(bare, 'dialog').join()).toContain('dialogs know no Action.Execute');
    expect(cardProblems(card([], [execute('a')]), 'dialog')).toEqual([]);
  });
});

describe('activities', () => {
  const refusal = (activity: object) => {
    try {
      return readActivity(activity);
    } catch (error) {
      return error;
    }
  };
  const long = (length: number) => card([text('x'.repeat(length))]);

  test.each([
    ['an unknown property', { type: 'message', text: 'a', colour: 'red' }, { code: 'BadSyntax', status: 400 }],
    ['another type', { type: 'event', name: 'x' }, { code: 'BadArgument' }],
    ['nothing to say', { type: 'message' }, { code: 'BadArgument' }],
    ['a text that is none', { type: 'message', text: 5 }, { code: 'BadArgument' }],
    [
      'another kind of attachment',
      { type: 'message', attachments: [{ contentType: 'text/csv' }] },
      { code: 'BadArgument' },
    ],
    ['a mention without entity', { type: 'message', text: '<at>Anna</at>' }, { code: 'BadArgument' }],
    [
      'a card of 29 KB',
      { type: 'message', attachments: [attach(long(29_000))] },
      { code: 'MessageSizeTooBig', status: 413 },
    ],
    ['100 KB', { type: 'message', text: 'x'.repeat(103_000) }, { code: 'MessageSizeTooBig', status: 413 }],
  ])('%s is refused', (_name, activity, expected) => expect(refusal(activity)).toMatchObject(expected));

  test('what people would miss is a warning', () => {
    const activity = { type: 'message', attachments: [attach(long(26_500))] };
    expect(readActivity(activity)).toMatchObject({
      warnings: [expect.stringContaining('25 KB'), expect.stringContaining('summary')],
    });
    expect(readActivity({ type: 'message', text: 'hi <at>Anna</at>', entities: [mention] })).toMatchObject({
      warnings: [],
    });
    expect(readActivity({ type: 'typing' })).toEqual({ kind: 'typing' });
  });
});

describe('inputs', () => {
  const toggles = { e: 'false' };
  test('what the client sends: text, prefilled or typed, empty ones left out', () => {
    expect(valuesOf(everything, {})).toEqual(toggles);
    expect(valuesOf(everything, { a: 'x', b: '2', f: '1', e: 'true' })).toEqual({ a: 'x', b: '2', e: 'true', f: '1' });
    expect(valuesOf(everything, { who: 'any-person' })).toMatchObject({ who: 'any-person' });
  });

  test.each([
    ['an input that is not there', { z: '1' }],
    ['a choice that is not offered', { f: '2' }],
    ['a toggle between its values', { e: 'maybe' }],
  ])('nobody can enter %s', (_name, entered) => expect(() => valuesOf(everything, entered as never)).toThrow());

  test.each([
    [{}, { a: 'Needed', b: '1 to 3' }],
    [{ a: 'x', b: '4' }, { b: '1 to 3' }],
    [{ a: 'x'.repeat(11), b: '2' }, { a: 'Needed' }],
    [{ a: 'x', b: 'two' }, { b: '1 to 3' }],
    [{ a: 'x', b: '3' }, {}],
  ])('%j is told %j', (values, errors) => expect(inputErrors(everything, values as never)).toEqual(errors));
});
