import { linkedMessage, pageOf } from '../../src/playground/message-links.js';

test.each([
  [
    '/playground/slack/archives/C0RFIINBOX/p1795616663072000',
    { platform: 'slack', place: 'C0RFIINBOX', message: '1795616663.072000' },
  ],
  [
    '/playground/teams/l/message/19%3Anorthwind-rfi-inbox%40thread.tacv2/1795616663072',
    { platform: 'teams', place: '19:northwind-rfi-inbox@thread.tacv2', message: '1795616663072' },
  ],
  ['/playground/teams/l/message/%E0%A4%A/1', { platform: 'teams', place: '%E0%A4%A', message: '1' }],
  ['/playground/slack/archives/C0RFIINBOX', undefined],
  ['/playground/slack/archives/C0RFIINBOX/p1', undefined],
  ['/playground/slack/archives/../p1795616663072000', undefined],
  ['/playground/teams/l/message/x/y', undefined],
  ['/slack/archives/C0RFIINBOX/p1795616663072000', undefined],
])('%s', (path, message) => expect(linkedMessage(path)).toEqual(message));

test('the page’s address holds whatever a place is called', () => {
  const place = '19:a&b=c@thread.tacv2';
  const page = new URL(pageOf({ platform: 'teams', place, message: '1' }), 'http://localhost');
  expect(page.pathname).toBe('/playground/');
  expect(Object.fromEntries(page.searchParams)).toEqual({ platform: 'teams', conversation: place, message: '1' });
});
