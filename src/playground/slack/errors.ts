import { describeIssue, type Issue } from './blocks/validate.js';

/** A refusal of the Web API: becomes `{"ok": false, "error": code, …}` with HTTP 200, as at Slack. */
export class SlackRefusal extends Error {
  constructor(
    readonly code: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
    this.name = 'SlackRefusal';
  }
}

/** `invalid_blocks` or `invalid_arguments` with every problem and the place it is at. */
export function refusalOf(code: 'invalid_blocks' | 'invalid_arguments', messages: readonly string[]): SlackRefusal {
  return new SlackRefusal(code, {
    ...(code === 'invalid_blocks' ? { errors: messages } : {}),
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

/** Throws when there are issues. */
export function refuseIssues(code: 'invalid_blocks' | 'invalid_arguments', issues: readonly Issue[]): void {
  if (issues.length > 0) throw refusalOf(code, issues.map(describeIssue));
}
