import { type ChatCommand, parseChatCommand } from '../../src/application/chat-command.js';

const list = (show: 'inbox' | 'active' | 'mine' | 'archive', outcome?: string) => ({
  kind: 'list',
  page: { show, skip: 0, ...(outcome ? { outcome } : {}) },
});
const show = (code: string | null) => ({ kind: 'show', code });
const unknown = (word: string, suggestion: string | null) => ({ kind: 'unknown', word, suggestion });

describe('/deals', () => {
  test.each<[string, unknown]>([
    ['', list('active')],
    ['   ', list('active')],
    ['inbox', list('inbox')],
    ['  INBOX  ', list('inbox')],
    ['Active', list('active')],
    ['mine', list('mine')],
    ['mine please', list('mine')],
    ['archive', list('archive')],
    ['archive won', list('archive', 'won')],
    ['archive   LOST', list('archive', 'lost')],
    ['archive declined', list('archive', 'declined')],
    ['archive expired', list('archive', 'expired')],
    ['archive lots', unknown('lots', '/deals archive lost')],
    ['archive everything', unknown('everything', null)],
    ['notify', { kind: 'notify', way: null }],
    ['notify Directly', { kind: 'notify', way: 'directly' }],
    ['notify in channel', { kind: 'notify', way: 'in-channel' }],
    ['notify in-channel', { kind: 'notify', way: 'in-channel' }],
    ['NOTIFY channel', { kind: 'notify', way: 'in-channel' }],
    ['notify by mail', unknown('by', null)],
    ['notify directyl', unknown('directyl', '/deals notify directly')],
    ['help', { kind: 'help' }],
    ['show', show(null)],
    ['show R-4K7Q2M', show('R-4K7Q2M')],
    ['show r-4k7q2m', show('R-4K7Q2M')],
    ['show 4k7q2m', show('R-4K7Q2M')],
    ['show r4k7q2m', show('R-4K7Q2M')],
    ['show RK7Q2M', show('R-RK7Q2M')],
    ['show R-RK7Q2', show('R-RK7Q2')],
    ['show R\u20114K7Q2M', show('R-4K7Q2M')],
    ['show R–4K7Q2M', show('R-4K7Q2M')],
    ['show R-O0IL1O', show('R-001110')],
    ['R-4K7Q2M', show('R-4K7Q2M')],
    ['r-4k7q2m', show('R-4K7Q2M')],
    ['r-oil', unknown('r-oil', null)],
    ['inbx', unknown('inbx', '/deals inbox')],
    ['MINES', unknown('MINES', '/deals mine')],
    ['archvie won', unknown('archvie', '/deals archive')],
    ['tomorrow', unknown('tomorrow', null)],
    ['<!channel>', unknown('<!channel>', null)],
    ['__proto__', unknown('__proto__', null)],
    ['constructor', unknown('constructor', null)],
    [`${'x'.repeat(39)}😀 more`, unknown(`${'x'.repeat(39)}…`, null)],
  ])('%j', (text, expected) => {
    expect(parseChatCommand('/deals', text)).toEqual(expected);
  });
});

describe('/rfi', () => {
  test.each<[string, ChatCommand]>([
    ['', { kind: 'new' }],
    ['new', { kind: 'new' }],
    [' NEW ', { kind: 'new' }],
    ['help', { kind: 'help' }],
    ['nwe', { kind: 'unknown', word: 'nwe', suggestion: '/rfi new' }],
    ['inbox', { kind: 'unknown', word: 'inbox', suggestion: null }],
  ])('%j', (text, expected) => {
    expect(parseChatCommand('/rfi', text)).toEqual(expected);
  });
});

test('a very long text costs nothing', () => {
  const before = performance.now();
  expect(parseChatCommand('/deals', 'show '.repeat(100_000)).kind).toBe('show');
  expect(parseChatCommand('/deals', 'x'.repeat(500_000)).kind).toBe('unknown');
  expect(performance.now() - before).toBeLessThan(500);
});
