import type { KnownBlock } from '@slack/types';
import type { Logger } from '../logger.js';

export interface PrivateAnswer {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  /** Takes the place of the private message whose button was pressed. */
  readonly replace?: boolean;
}

/**
 * Tells one person something, through the response_url that came with their click or command: it needs no membership
 * of the bot and counts against no rate. At most once: a failure is logged, not repeated (Slack: a response_url serves
 * five times in 30 minutes).
 */
export async function answerPrivately(url: string | undefined, answer: PrivateAnswer, logger: Logger): Promise<void> {
  if (!url) return;
  const body = {
    response_type: 'ephemeral',
    replace_original: answer.replace ?? false,
    text: answer.text,
    ...(answer.blocks ? { blocks: answer.blocks } : {}),
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) logger.warn({ status: response.status }, 'a private answer was refused');
  } catch (error) {
    logger.warn({ err: error }, 'a private answer could not be sent');
  }
}
