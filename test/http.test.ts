import { type HttpSide, listen } from '../src/http.js';

let side: HttpSide;
beforeAll(async () => {
  side = await listen({ host: '127.0.0.1', port: 0 }, [['/here', (_request, response) => void response.end('yes')]]);
});
afterAll(() => {
  side.close();
  side.end();
});

test('a connection stays open for longer than a proxy in front keeps it', async () => {
  const response = await fetch(`${side.url}/here`);
  expect(await response.text()).toBe('yes');
  const [, seconds] = /^timeout=(\d+)$/.exec(response.headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(60);
});

test('what no part takes is a problem', async () => {
  const response = await fetch(`${side.url}/nowhere`);
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
});
