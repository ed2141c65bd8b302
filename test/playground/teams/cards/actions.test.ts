import { findAction } from '../../../../src/playground/teams/cards/actions.js';

test('what a client does by itself is not sent to the app', () => {
  const toggle = { type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] };
  const card = { type: 'AdaptiveCard', version: '1.5', body: [], actions: [toggle] };
  expect(() => findAction(card, 'More', { execute: true })).toThrow('Action.ToggleVisibility sends nothing');
  expect(() => findAction(card, '/actions/0', { execute: true })).toThrow('Action.ToggleVisibility sends nothing');
});
