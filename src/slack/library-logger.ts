import { LogLevel, type Logger as SlackLogger } from '@slack/web-api';
import type { Logger } from '../logger.js';

/**
 * Our logger for Slack's packages. Their debug lines hold whole requests, which are customers' data: only warnings and
 * errors pass.
 *
 * @param from the package's name, for the log
 */
export function libraryLogger(logger: Logger, from: string): SlackLogger {
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: (...parts) => logger.warn({ from }, parts.map(String).join(' ')),
    error: (...parts) => logger.error({ from }, parts.map(String).join(' ')),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}
