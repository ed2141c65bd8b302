import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import {
  botScopes,
  manifestText,
  methodsWithoutScope,
  placeholderAddress,
  type ScopeUse,
  slackManifest,
  slashCommands,
  subscribedEvents,
} from '../../src/slack/manifest.js';

const kinds = [
  ['manifest.http.json', slackManifest({ address: placeholderAddress })],
  ['manifest.socket-mode.json', slackManifest({ address: null })],
] as const;

const schema = JSON.parse(readFileSync('test/fixtures/schemas/slack-app-manifest.2.0.0.schema.json', 'utf8'));
const valid = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

const source = readdirSync('src/slack', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join('src/slack', file), 'utf8'))
  .join('\n');
const called = new Set(
  [
    ...source.matchAll(
      /\.\s*(apps|auth|bots|chat|conversations|files|reactions|team|usergroups|users|views)((?:\s*\.\s*\w+)+)\(/g,
    ),
  ]
    .map(([, family, rest]) => `${family}${rest}`.replaceAll(/\s/g, ''))
    // By name: `apiCall('chat.postMessage')`.
    .concat([...source.matchAll(/apiCall\(\s*'([\w.]+)'/g)].map(([, method]) => String(method))),
);
const uses: [string, ScopeUse][] = Object.entries(botScopes);

describe.each(kinds)('%s', (file, manifest) => {
  test('fits Slack’s schema', () => {
    valid(manifest);
    expect(valid.errors ?? []).toEqual([]);
  });

  // Made by `npm run slack:manifest -- … --out`, then `npm run format`: line breaks are the formatter's.
  test('is the committed file', () => {
    expect(JSON.parse(readFileSync(`manifests/slack/${file}`, 'utf8'))).toEqual(manifest);
  });

  test('declares the commands, events and scopes that the code goes by', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(
      slashCommands.map(({ command }) => command),
    );
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([...subscribedEvents]);
    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(botScopes));
  });
});

test('Slack’s schema is asked in earnest', () => {
  expect(valid({ ...slackManifest({ address: null }), anything: 'else' })).toBe(false);
  expect(valid(slackManifest({ address: null, name: 'x'.repeat(36) }))).toBe(false);
});

test('the address goes to every place that Slack calls, and to none in Socket Mode', () => {
  const http = manifestText(slackManifest({ address: 'https://desk.example.com' }));
  expect(http.match(/https:\/\/desk\.example\.com\/slack\/events"/g)).toHaveLength(slashCommands.length + 2);
  expect(manifestText(slackManifest({ address: null }))).not.toContain('http');
});

describe('scopes', () => {
  test('the scan finds the calls', () => {
    expect([...called]).toEqual(expect.arrayContaining(['chat.postMessage', 'apps.connections.open', 'users.info']));
  });

  test.each([...called])('%s, which the code calls, is covered', (method) => {
    const covered = uses.some(([, { methods }]) => methods?.includes(method));
    expect(covered || (methodsWithoutScope as readonly string[]).includes(method)).toBe(true);
  });

  test.each(uses)('%s serves something', (_scope, { methods = [], events = [], features = [] }) => {
    const http = slackManifest({ address: placeholderAddress });
    const served = [
      ...methods.filter((method) => called.has(method)),
      ...events.filter((event) => subscribedEvents.includes(event)),
      ...features.filter((feature) => {
        const [method, field] = feature.split(':');
        return field
          ? called.has(String(method)) && source.includes(field.replace('.', '?.'))
          : feature in http.features;
      }),
    ];
    expect(served).not.toEqual([]);
  });
});

describe('listeners', () => {
  const registered = (kind: 'command' | 'event') =>
    [...source.matchAll(new RegExp(`\\.${kind}\\(\\s*'([^']+)'`, 'g'))].map(([, name]) => name);

  test('no command is registered that the manifest does not declare', () => {
    const declared: readonly string[] = slashCommands.map(({ command }) => command);
    expect(registered('command').filter((name) => !declared.includes(String(name)))).toEqual([]);
  });

  test('no event is registered that the manifest does not subscribe to', () => {
    const subscribed: readonly string[] = subscribedEvents;
    expect(registered('event').filter((name) => !subscribed.includes(String(name)))).toEqual([]);
  });
});
