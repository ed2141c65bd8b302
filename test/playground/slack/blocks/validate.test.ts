import { describeIssue, validateBlocks, validateView } from '../../../../src/playground/slack/blocks/validate.js';

const x = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const plain = (text = 'Text') => ({ type: 'plain_text', text });
const mrkdwn = (text = 'Text') => ({ type: 'mrkdwn', text });
const option = (value = 'a', text = 'An option') => ({ text: plain(text), value });
const button = (extra: object = {}) => ({ type: 'button', text: plain(), ...extra });
const section = (extra: object = {}) => ({ type: 'section', text: mrkdwn(), ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object, extra: object = {}) => ({ type: 'input', label: plain('Label'), element, ...extra });
const select = (extra: object = {}) => ({ type: 'static_select', options: [option()], ...extra });
const table = (rows: object[][], extra: object = {}) => ({ type: 'data_table', caption: 'A table', rows, ...extra });
const cell = (text = 'x') => ({ type: 'raw_text', text });
const modal = (extra: object = {}) => ({
  type: 'modal',
  title: plain(),
  submit: plain(),
  blocks: [section()],
  ...extra,
});

/** The issues, as Slack words them. */
const inMessage = (...blocks: unknown[]) => validateBlocks(blocks).map(describeIssue);
const inModal = (...blocks: unknown[]) => validateView(modal({ blocks })).map(describeIssue);
const inView = (view: unknown) => validateView(view).map(describeIssue);

describe('what Slack takes', () => {
  test.each<[string, unknown[]]>([
    ['a section with 3,000 characters', [section({ text: mrkdwn(x(3000)) })]],
    ['ten fields of 2,000', [{ type: 'section', fields: many(10, () => mrkdwn(x(2000))) }]],
    ['a header with 150', [{ type: 'header', text: plain(x(150)) }]],
    ['25 buttons', [actions(...many(25, (index) => button({ action_id: `a${index}` })))]],
    ['a button with 75 and 2,000', [actions(button({ text: plain(x(75)), value: x(2000) }))]],
    [
      'five overflow options',
      [section({ accessory: { type: 'overflow', options: many(5, (index) => option(`${index}`)) } })],
    ],
    ['an option with 150 and 75', [actions(select({ options: [option(x(150), x(75))] }))]],
    ['ten context elements', [{ type: 'context', elements: many(10, () => mrkdwn()) }]],
    ['50 blocks', many(50, () => ({ type: 'divider' }))],
    ['the same action_id in two blocks', [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))]],
    [
      'a confirmation',
      [actions(button({ confirm: { title: plain(x(100)), text: mrkdwn(x(300)), confirm: plain(x(30)) } }))],
    ],
    ['an image', [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: 'An image' }]],
    ['a data table of 201 rows', [table(many(201, () => [cell(), { type: 'raw_number', value: 1, text: '1' }]))]],
    [
      'rich text',
      [
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'a', style: { bold: true } }] },
            { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://example.com', text: 'b' }] },
          ],
        },
      ],
    ],
    ['no blocks at all', []],
  ])('%s', (_name, blocks) => expect(validateBlocks(blocks).map(describeIssue)).toEqual([]));

  test.each<[string, object]>([
    [
      'a text input',
      { type: 'plain_text_input', action_id: 'a', multiline: true, max_length: 3000, initial_value: x(3000) },
    ],
    ['a number', { type: 'number_input', is_decimal_allowed: true, min_value: '0', initial_value: '1.5' }],
    ['an e-mail address', { type: 'email_text_input', focus_on_load: true }],
    ['a date', { type: 'datepicker', initial_date: '2028-02-29' }],
    ['people', { type: 'multi_users_select', initial_users: ['U1'], max_selected_items: 3 }],
    ['radio buttons', { type: 'radio_buttons', options: [option('a'), option('b')], initial_option: option('b') }],
    [
      'checkboxes with mrkdwn',
      { type: 'checkboxes', options: [{ text: mrkdwn(), value: 'a', description: mrkdwn() }] },
    ],
  ])('in a modal: %s', (_name, element) => expect(inModal(input(element))).toEqual([]));

  test('an alert in a modal, a modal with every key, and a home tab', () => {
    expect(inModal({ type: 'alert', text: mrkdwn(x(200)), level: 'warning' })).toEqual([]);
    const keys = { close: plain(x(24)), private_metadata: x(3000), callback_id: x(255), notify_on_close: true };
    expect(inView(modal({ title: plain(x(24)), ...keys, blocks: many(100, () => section()) }))).toEqual([]);
    expect(inView({ type: 'home', blocks: [section()] })).toEqual([]);
  });
});

describe('what Slack refuses in a message', () => {
  test.each<[string, unknown[], string]>([
    [
      '3,001 characters',
      [section({ text: mrkdwn(x(3001)) })],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'an empty text',
      [section({ text: mrkdwn('') })],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a section of nothing', [{ type: 'section' }], 'must define either `text` or `fields` [json-pointer:/blocks/0]'],
    [
      '11 fields',
      [{ type: 'section', fields: many(11, () => mrkdwn()) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a field of 2,001',
      [{ type: 'section', fields: [mrkdwn(x(2001))] }],
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'a header with mrkdwn',
      [{ type: 'header', text: mrkdwn() }],
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a header of 151',
      [{ type: 'header', text: plain(x(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      '26 buttons',
      [actions(...many(26, () => button()))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['no buttons', [actions()], 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
    [
      'a button text of 76',
      [actions(button({ text: plain(x(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a button value of 2,001',
      [actions(button({ value: x(2001) }))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a button in another colour',
      [actions(button({ style: 'default' }))],
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'a disabled button',
      [actions(button({ disabled: true }))],
      'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a button without text',
      [actions({ type: 'button' })],
      'missing required field: text [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an action_id twice in a block',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      '`action_id` already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'a block_id twice',
      [section({ block_id: 'b' }), section({ block_id: 'b' })],
      '`block_id` already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'a block_id of 256',
      [section({ block_id: x(256) })],
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'six overflow options',
      [section({ accessory: { type: 'overflow', options: many(6, (index) => option(`${index}`)) } })],
      'no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]',
    ],
    [
      'an option value of 151',
      [actions(select({ options: [option(x(151))] }))],
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'an option text of 76',
      [actions(select({ options: [option('a', x(76))] }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    ],
    [
      'two options of one value',
      [actions(select({ options: [option('a'), option('a')] }))],
      'duplicate option value: a [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an initial option of its own',
      [actions(select({ initial_option: option('z') }))],
      'must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      '101 options',
      [actions(select({ options: many(101, (index) => option(`${index}`)) }))],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      '11 context elements',
      [{ type: 'context', elements: many(11, () => mrkdwn()) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a button in a context',
      [{ type: 'context', elements: [button()] }],
      'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
    ],
    ['51 blocks', many(51, () => ({ type: 'divider' })), 'no more than 50 items allowed [json-pointer:/blocks]'],
    ['an unknown block', [{ type: 'sections' }], 'unsupported type: sections [json-pointer:/blocks/0/type]'],
    [
      'a block named like an object method',
      [{ type: 'toString' }],
      'unsupported type: toString [json-pointer:/blocks/0/type]',
    ],
    ['a block without a type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
    ['a text for a block', ['text'], 'must provide an object [json-pointer:/blocks/0]'],
    ['an unknown key', [section({ colour: 'red' })], 'invalid additional property: colour [json-pointer:/blocks/0]'],
    ['null for a text', [section({ text: null })], 'must provide an object [json-pointer:/blocks/0/text]'],
    [
      'a number for a text',
      [section({ text: { type: 'mrkdwn', text: 1 } })],
      'must provide a string [json-pointer:/blocks/0/text/text]',
    ],
    [
      'emoji on mrkdwn',
      [section({ text: { ...mrkdwn(), emoji: true } })],
      'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    ],
    [
      'verbatim on plain text',
      [section({ text: { ...plain(), verbatim: true } })],
      'invalid additional property: verbatim [json-pointer:/blocks/0/text]',
    ],
    ['an alert', [{ type: 'alert', text: mrkdwn() }], 'unsupported type: alert [json-pointer:/blocks/0/type]'],
    [
      'a number input',
      [input({ type: 'number_input', is_decimal_allowed: false })],
      'unsupported type: number_input [json-pointer:/blocks/0/element/type]',
    ],
    [
      'an image from nowhere',
      [{ type: 'image', alt_text: 'x' }],
      'must define either `image_url` or `slack_file`, but not both [json-pointer:/blocks/0]',
    ],
    [
      'an image by a script',
      [{ type: 'image', alt_text: 'x', image_url: 'javascript:alert(1)' }],
      'must be a valid URL of at most 3000 characters [json-pointer:/blocks/0/image_url]',
    ],
    [
      'a table of 202 rows',
      [table(many(202, () => [cell()]))],
      'no more than 201 items allowed [json-pointer:/blocks/0/rows]',
    ],
    [
      'a table of 21 columns',
      [table(many(2, () => many(21, () => cell())))],
      'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
    ],
    [
      'a table of 20,001 characters',
      [table([[cell()], [cell(x(20_000))]])],
      'must be less than 20001 characters [json-pointer:/blocks/0/rows]',
    ],
    ['a table without a body', [table([[cell()]])], 'no fewer than 2 items allowed [json-pointer:/blocks/0/rows]'],
    [
      'a table with a hole',
      [table([[cell(), cell()], [cell()]])],
      'must have as many cells as the first row [json-pointer:/blocks/0/rows/1]',
    ],
    [
      'a table with an empty cell',
      [table([[cell()], [cell('')]])],
      'must be more than 0 characters [json-pointer:/blocks/0/rows/1/0/text]',
    ],
  ])('%s', (_name, blocks, issue) => expect(inMessage(...blocks)).toContain(issue));

  test('what is no array', () => {
    expect(validateBlocks({}).map(describeIssue)).toEqual(['must provide an array [json-pointer:/blocks]']);
  });

  test('every problem at once', () => {
    expect(inMessage(section({ text: mrkdwn('') }), { type: 'header' }, actions())).toHaveLength(3);
  });
});

describe('what Slack refuses in a view', () => {
  test.each<[string, object, string]>([
    ['a title of 25', { title: plain(x(25)) }, 'must be less than 25 characters [json-pointer:/view/title/text]'],
    ['a title in mrkdwn', { title: mrkdwn() }, 'unsupported type: mrkdwn [json-pointer:/view/title/type]'],
    ['no title', { title: undefined }, 'missing required field: title [json-pointer:/view]'],
    [
      'a submit text of 25',
      { submit: plain(x(25)) },
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    ['a close text of 25', { close: plain(x(25)) }, 'must be less than 25 characters [json-pointer:/view/close/text]'],
    [
      'metadata of 3,001',
      { private_metadata: x(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a callback_id of 256',
      { callback_id: x(256) },
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      '101 blocks',
      { blocks: many(101, () => section()) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    ['no blocks', { blocks: [] }, 'no fewer than 1 items allowed [json-pointer:/view/blocks]'],
    ['an unknown key', { submit_disabled: true }, 'invalid additional property: submit_disabled [json-pointer:/view]'],
    ['an unknown type', { type: 'dialog' }, 'unsupported type: dialog [json-pointer:/view/type]'],
    [
      'inputs without a submit',
      { submit: undefined, blocks: [input(select())] },
      'missing required field: submit [json-pointer:/view]',
    ],
    [
      'a data table',
      { blocks: [table([[cell()], [cell()]])] },
      'unsupported type: data_table [json-pointer:/view/blocks/0/type]',
    ],
    [
      'an alert of 201',
      { blocks: [{ type: 'alert', text: plain(x(201)) }] },
      'must be less than 201 characters [json-pointer:/view/blocks/0/text/text]',
    ],
    [
      'a block_id twice',
      { blocks: [section({ block_id: 'b' }), section({ block_id: 'b' })] },
      '`block_id` already exists [json-pointer:/view/blocks/1/block_id]',
    ],
  ])('%s', (_name, extra, issue) => expect(inView(modal(extra))).toContain(issue));

  test.each<[string, object, string]>([
    [
      'a value beyond its maximum',
      { type: 'plain_text_input', max_length: 5, initial_value: '123456' },
      'must be less than 6 characters [json-pointer:/view/blocks/0/element/initial_value]',
    ],
    [
      'a maximum of 3,001',
      { type: 'plain_text_input', max_length: 3001 },
      'must be less than or equal to 3000 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      'a text of 3,001',
      { type: 'plain_text_input', initial_value: x(3001) },
      'must be less than 3001 characters [json-pointer:/view/blocks/0/element/initial_value]',
    ],
    [
      'a number that may be either',
      { type: 'number_input' },
      'missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]',
    ],
    [
      'a number that is one',
      { type: 'number_input', is_decimal_allowed: true, initial_value: 5 },
      'must provide a string [json-pointer:/view/blocks/0/element/initial_value]',
    ],
    [
      'a number in words',
      { type: 'number_input', is_decimal_allowed: true, initial_value: '1e3' },
      'must be a number in a string [json-pointer:/view/blocks/0/element/initial_value]',
    ],
    [
      'a number below its minimum',
      { type: 'number_input', is_decimal_allowed: true, min_value: '2', initial_value: '1' },
      'must be at least min_value [json-pointer:/view/blocks/0/element/initial_value]',
    ],
    [
      'the 30th of February',
      { type: 'datepicker', initial_date: '2027-02-30' },
      'must be a date in the form YYYY-MM-DD [json-pointer:/view/blocks/0/element/initial_date]',
    ],
    ['a button as an input', button(), 'unsupported type: button [json-pointer:/view/blocks/0/element/type]'],
    [
      '11 radio buttons',
      { type: 'radio_buttons', options: many(11, (index) => option(`${index}`)) },
      'no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      'a placeholder of 151',
      { type: 'users_select', placeholder: plain(x(151)) },
      'must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]',
    ],
    [
      'options twice over',
      select({ option_groups: [{ label: plain(), options: [option('b')] }] }),
      'must define either `options` or `option_groups`, but not both [json-pointer:/view/blocks/0/element]',
    ],
  ])('as an input: %s', (_name, element, issue) => expect(inModal(input(element))).toContain(issue));

  test.each([
    ['a label in mrkdwn', { label: mrkdwn() }, 'unsupported type: mrkdwn [json-pointer:/view/blocks/0/label/type]'],
    [
      'a label of 2,001',
      { label: plain(x(2001)) },
      'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
    ],
    [
      'a hint of 2,001',
      { hint: plain(x(2001)) },
      'must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]',
    ],
  ])('around an input: %s', (_name, extra, issue) => expect(inModal(input(select(), extra))).toContain(issue));

  test('two elements that want the focus', () => {
    const focused = input({ type: 'plain_text_input', focus_on_load: true });
    expect(inModal(focused, focused)).toEqual([
      'only one element can have `focus_on_load` set to true [json-pointer:/view/blocks/1]',
    ]);
  });
});
