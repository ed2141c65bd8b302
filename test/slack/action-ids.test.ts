import fc from 'fast-check';
import { snoozes } from '../../src/domain/snooze.js';
import {
  actionIds,
  formNames,
  fromJson,
  ListPage,
  moreValue,
  parsePressed,
  snoozeValue,
} from '../../src/slack/action-ids.js';
import { undoButton } from '../../src/slack/render-card.js';

const unsupported = { kind: 'unsupported' };
const referralId = 'a'.repeat(32);

describe('what a button of ours carries is read back', () => {
  test.each(formNames)('%s, as a button and in the menu', (form) => {
    const expected = { kind: 'form', form, referralId };
    expect(parsePressed({ action_id: actionIds.open(form), value: referralId })).toEqual(expected);
    expect(
      parsePressed({ action_id: actionIds.more, selected_option: { value: moreValue(form, referralId) } }),
    ).toEqual(expected);
  });

  test.each(['mark-urgent', 'unmark-urgent', 'contacted', 'take'] as const)('%s', (type) => {
    expect(parsePressed({ action_id: actionIds.open(type), value: referralId })).toEqual({
      kind: 'at-once',
      type,
      referralId,
    });
  });

  test.each(snoozes)('a pause: %s', (snooze) => {
    const selected_option = { value: snoozeValue(snooze, referralId) };
    expect(parsePressed({ action_id: actionIds.snooze, selected_option })).toEqual({
      kind: 'snooze',
      snooze,
      referralId,
    });
    const foreign = { value: `forever:${referralId}` };
    expect(parsePressed({ action_id: actionIds.snooze, selected_option: foreign })).toEqual({ kind: 'unsupported' });
  });

  test('details, and a line of a list', () => {
    expect(parsePressed({ action_id: actionIds.open('details'), value: referralId })).toEqual({
      kind: 'details',
      referralId,
    });
    expect(parsePressed({ action_id: actionIds.show, value: referralId })).toEqual({ kind: 'show', referralId });
  });

  test('undo, of whatever command', () => {
    const of = 'slack:view:V0123/"quoted"';
    const [button] = undoButton({ language: 'en', timeZone: 'UTC' }, referralId, of).elements as { value: string }[];
    expect(parsePressed({ action_id: actionIds.undo, value: button?.value })).toEqual({ kind: 'undo', referralId, of });
  });

  test.each<ListPage>([
    { show: 'inbox', skip: 0 },
    { show: 'archive', outcome: 'won', skip: 990 },
  ])('a page: %j', (page) => {
    for (const action_id of [actionIds.next, actionIds.previous]) {
      expect(parsePressed({ action_id, value: JSON.stringify(page) })).toEqual({ kind: 'list', page });
    }
  });
});

describe('what we never wrote is unsupported', () => {
  test.each<[string, Parameters<typeof parsePressed>[0]]>([
    ['nothing', {}],
    ['an id of somebody else’s', { action_id: 'other', value: referralId }],
    ['an unknown action', { action_id: 'deal:delete', value: referralId }],
    ['an inherited name', { action_id: 'deal:constructor', value: referralId }],
    ['the desk’s own expiry', { action_id: 'deal:expire', value: referralId }],
    ['no value', { action_id: 'deal:accept' }],
    ['an operator for the store', { action_id: 'deal:accept', value: { $ne: null } }],
    ['a query in a string', { action_id: 'deal:accept', value: '{"$ne":null}' }],
    ['an id that is too long', { action_id: 'deal:accept', value: 'a'.repeat(65) }],
    ['an empty id', { action_id: 'deal:accept', value: '' }],
    ['an id with a line after it', { action_id: 'deal:accept', value: 'r-1\n' }],
    ['a menu without a choice', { action_id: 'deal:more' }],
    ['a choice without a colon', { action_id: 'deal:more', selected_option: { value: 'accept' } }],
    ['a choice with too many', { action_id: 'deal:more', selected_option: { value: 'accept:a:b' } }],
    ['a choice that is no string', { action_id: 'deal:more', selected_option: { value: 7 } }],
    ['an undo that is no JSON', { action_id: 'deal:undo', value: 'r-1' }],
    ['an undo with more to it', { action_id: 'deal:undo', value: '{"r":"r-1","of":"c","by":"me"}' }],
    ['an undo of nothing', { action_id: 'deal:undo', value: '{"r":"r-1","of":""}' }],
    ['a page before the first', { action_id: 'list:next', value: '{"show":"inbox","skip":-10}' }],
    ['a page of another list', { action_id: 'list:next', value: '{"show":"all","skip":0}' }],
    ['half a page', { action_id: 'list:next', value: '{"show":"inbox","skip":1.5}' }],
    ['a page beyond all', { action_id: 'list:next', value: '{"show":"inbox","skip":1e9}' }],
    ['a prototype', { action_id: 'list:next', value: '{"show":"inbox","skip":0,"__proto__":{"a":1}}' }],
  ])('%s', (_name, action) => {
    expect(parsePressed(action)).toEqual(unsupported);
  });

  test('whatever comes, nothing is thrown', () => {
    const id = fc.oneof(
      fc.constantFrom('deal:accept', 'deal:more', 'deal:undo', 'list:next', 'list:show'),
      fc.string(),
    );
    fc.assert(
      fc.property(id, fc.jsonValue(), fc.jsonValue(), (action_id, value, selected_option) => {
        for (const given of [value, JSON.stringify(value)]) {
          expect(parsePressed({ action_id, value: given, selected_option }).kind).toMatch(/^[a-z]+$/);
        }
      }),
    );
  });

  test('fromJson: null for anything else', () => {
    for (const text of [undefined, null, 7, '', '{', '[]', 'null']) expect(fromJson(ListPage, text)).toBeNull();
  });
});
