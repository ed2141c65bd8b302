/** What the connector says for each of its codes, and the HTTP status that goes with it. */
const refusals = {
  ActivityNotFoundInConversation: [404, 'The activity was not found in the conversation.'],
  BadArgument: [400, 'The request is not well formed.'],
  BadSyntax: [400, 'The request could not be parsed.'],
  BotNotInConversationRoster: [403, 'The bot is not part of the conversation roster.'],
  ConversationNotFound: [404, 'Conversation not found.'],
  ForbiddenOperationException: [403, 'The bot is not installed in the user’s personal scope.'],
  LimitExceeded: [429, 'Too many requests.'],
  MemberNotFoundInConversation: [404, 'The member was not found in the conversation.'],
  MessageSizeTooBig: [413, 'Message size too large.'],
  MessageWritesBlocked: [403, 'The user has blocked the bot, or the conversation is read only.'],
  NotFound: [404, 'There is no such operation.'],
  PreconditionFailed: [412, 'Precondition failed, please try again.'],
  Unauthorized: [401, 'Authorization has been denied for this request.'],
  BadGateway: [502, 'Bad gateway.'],
  GatewayTimeout: [504, 'Gateway timeout.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type RefusalCode = keyof typeof refusals;

/** Refusals that can happen to a correct app; all others show a defect and are kept as violations. */
const circumstances: ReadonlySet<string> = new Set<RefusalCode>([
  'ActivityNotFoundInConversation',
  'BadGateway',
  'BotNotInConversationRoster',
  'ConversationNotFound',
  'ForbiddenOperationException',
  'GatewayTimeout',
  'LimitExceeded',
  'MemberNotFoundInConversation',
  'MessageWritesBlocked',
  'PreconditionFailed',
  'Unauthorized',
]);

/** A refusal of the connector: becomes `{"error": {"code", "message"}}`. */
export class ConnectorRefusal extends Error {
  override readonly name = 'ConnectorRefusal';
  readonly status: number;

  constructor(
    readonly code: RefusalCode,
    readonly problems: readonly string[] = [],
  ) {
    super([refusals[code][1], ...problems].join(' '));
    this.status = refusals[code][0];
  }

  get body(): { error: { code: string; message: string } } {
    return { error: { code: this.code, message: this.message } };
  }

  /** Whether a correct app would not have been refused. */
  get isDefect(): boolean {
    return !circumstances.has(this.code);
  }
}

/** The status of a code; 400 for those that are not known here. */
export function refusalOf(code: string): { status: number; body: { error: { code: string; message: string } } } {
  const [status, message] = Object.hasOwn(refusals, code) ? refusals[code as RefusalCode] : [400, code];
  return { status, body: { error: { code, message } } };
}
