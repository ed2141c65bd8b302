/** `19:…@thread.tacv2;messageid=…`, or without the thread. */
export function conversationIdOf(conversation: string, threadId?: string): string {
  return threadId === undefined ? conversation : `${conversation};messageid=${threadId}`;
}

export function parseConversationId(id: string): { conversation: string; threadId?: string } {
  const [, conversation = '', threadId] = /^([^;]*)(?:;messageid=(\d+))?$/.exec(id) ?? [];
  return threadId === undefined ? { conversation } : { conversation, threadId };
}
