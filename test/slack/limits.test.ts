import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { limits, shorten } from '../../src/slack/limits.js';

describe('the table', () => {
  const published = JSON.parse(readFileSync('test/fixtures/schemas/slack-block-kit-limits.json', 'utf8'));

  test.each<[number, string]>([
    [limits.view.blocks, 'view.blocks.max_items'],
    [limits.view.title, 'view.title.max_length'],
    [limits.view.submit, 'view.submit.max_length'],
    [limits.view.close, 'view.close.max_length'],
    [limits.view.privateMetadata, 'view.private_metadata.max_length'],
    [limits.view.callbackId, 'view.callback_id.max_length'],
    [limits.blockId, 'block_id.max_length'],
    [limits.actionId, 'action_id.max_length'],
    [limits.header, 'header.text.max_length'],
    [limits.section.text, 'section.text.max_length'],
    [limits.section.fields, 'section.fields.max_items'],
    [limits.section.field, 'section.fields.item_max_length'],
    [limits.context.elements, 'context.elements.max_items'],
    [limits.context.text, 'text.max_length'],
    [limits.actions.elements, 'actions.elements.max_items'],
    [limits.alert, 'alert.text.max_length'],
    [limits.button.text, 'button.text.max_length'],
    [limits.button.value, 'button.value.max_length'],
    [limits.button.url, 'button.url.max_length'],
    [limits.button.accessibilityLabel, 'button.accessibility_label.max_length'],
    [limits.confirm.title, 'confirmation.title.max_length'],
    [limits.confirm.text, 'confirmation.text.max_length'],
    [limits.confirm.confirm, 'confirmation.confirm.max_length'],
    [limits.confirm.deny, 'confirmation.deny.max_length'],
    [limits.overflow.options, 'overflow.options.max_items'],
    [limits.option.text, 'option.text.max_length'],
    [limits.option.value, 'option.value.max_length'],
    [limits.option.description, 'option.description.max_length'],
    [limits.select.options, 'select.options.max_items'],
    [limits.select.optionGroups, 'select.option_groups.max_items'],
    [limits.select.placeholder, 'select.placeholder.max_length'],
    [limits.choices.options, 'radio_buttons.options.max_items'],
    [limits.choices.options, 'checkboxes.options.max_items'],
    [limits.input.label, 'input.label.max_length'],
    [limits.input.hint, 'input.hint.max_length'],
    [limits.input.text, 'plain_text_input.max_length.max'],
    [limits.dataTable.rows, 'data_table.rows.max_items'],
    [limits.dataTable.columns, 'data_table.columns.max_items'],
    [limits.dataTable.characters, 'data_table.content.max_length'],
  ])('%i is Slack’s %s', (ours, path) => {
    expect(path.split('.').reduce((at, key) => at[key], published)).toBe(ours);
  });
});

describe('shorten', () => {
  test.each([
    ['what fits stays', 'twelve chars', 12, 'twelve chars'],
    ['one too many', 'twelve chars', 11, 'twelve cha…'],
    ['the empty text', '', 0, ''],
    ['no room at all', 'abc', 0, ''],
    ['room for the sign only', 'abc', 1, '…'],
    ['no space before the sign', 'one two', 5, 'one…'],
    ['a surrogate pair stays whole', 'ab😀cd', 4, 'ab…'],
    ['a surrogate pair that fits', 'ab😀cd', 5, 'ab😀…'],
    ['a family is one character', `x${'👨‍👩‍👧‍👦'}yz`, 8, 'x…'],
    ['a skin tone belongs to its hand', 'ok👍🏽!!', 6, 'ok…'],
    ['a flag is one character', 'a🇫🇷bc', 4, 'a…'],
    ['an accent belongs to its letter', 'cafe\u0301 noir', 6, 'cafe\u0301…'],
    ['an accent is not left behind', 'cafe\u0301 noir', 5, 'caf…'],
    ['a first character longer than the room', `e${'\u0301'.repeat(50)}x`, 10, '…'],
    ['right to left', 'שלום עולם', 6, 'שלום…'],
  ])('%s', (_name, text, max, expected) => {
    expect(shorten(text, max)).toBe(expected);
  });

  test('never longer than asked for, never half a character, and a beginning of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(80), (text, max) => {
        const short = shorten(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(Buffer.from(short).toString()).toBe(short);
        expect(text.startsWith(short.replace(/…$/, '')) || short === text).toBe(true);
      }),
    );
  });

  test('a very long text costs no more than what is kept of it', () => {
    const before = performance.now();
    expect(shorten('é'.repeat(5_000_000), 3000)).toHaveLength(3000);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
