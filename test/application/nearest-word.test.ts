import { nearestWord } from '../../src/application/nearest-word.js';

const known = ['inbox', 'urgent', 'mine', 'archive', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'customer'];

test.each([
  ['a letter missing', 'inbx', 'inbox'],
  ['two swapped', 'archvie', 'archive'],
  ['another case', 'URGENT', 'urgent'],
  ['one in four of a long word', 'SLAK_BOTTOKEN', 'SLACK_BOT_TOKEN'],
  ['one slip in a short word', 'mime', 'mine'],
  ['two slips in a short word', 'mama', undefined],
  ['something else', 'weather', undefined],
  ['nothing', '', undefined],
  ['a long text', 'inbox'.repeat(1_000), undefined],
])('%s', (_name, word, meant) => {
  expect(nearestWord(word, known)).toBe(meant);
});
