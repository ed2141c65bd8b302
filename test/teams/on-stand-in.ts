import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConversationStore, KnownConversation } from '../../src/application/ports.js';
import type { ReaderStore } from '../../src/application/reader-ports.js';
import { personKey } from '../../src/domain/ladders.js';
import type { Language } from '../../src/domain/profile.js';
import { DeskAdapter } from '../../src/teams/adapter.js';

/** Conversations in memory, as the contract of the port wants them. */
export function conversationStore(...first: KnownConversation[]): ConversationStore & {
  readonly all: Map<string, KnownConversation>;
} {
  const all = new Map(first.map((conversation) => [conversation.id, conversation]));
  return {
    all,
    byId: async (id) => all.get(id) ?? null,
    open: async (team) =>
      [...all.values()].filter((one) => one.closedAt === null && (team === undefined || one.team === team)),
    note: async (conversation) => {
      all.set(conversation.id, conversation);
    },
    async close(of, at) {
      const closing = [...all.values()].filter(
        (one) => one.closedAt === null && ('team' in of ? one.team === of.team : one.id === of.id),
      );
      for (const one of closing) all.set(one.id, { ...one, closedAt: at });
      return closing.map(({ id }) => id);
    },
  };
}

/** How people read, in memory, as the contract of the port wants it. */
export function readerStore(): ReaderStore {
  const all = new Map<string, Language>();
  return {
    languageOf: async (person) => all.get(personKey(person)) ?? null,
    reads: async (person, language) => void all.set(personKey(person), language),
  };
}

export const emulated = () => new DeskAdapter({ kind: 'emulator', tenantId: null });

/** An address where connections are refused. */
export async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
