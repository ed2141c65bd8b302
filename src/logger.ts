import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/**
 * The process's logger: one JSON line an event on stdout, ids only. Customer data and secrets never belong in a log
 * line; the redaction below is the second line of defence, for objects that a library hands us.
 *
 * @param level a pino level name
 * @param destination stdout unless it says otherwise
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  const redact = {
    paths: ['token', '*.token', 'authorization', '*.authorization', 'headers', '*.headers', 'body', '*.body'],
    censor: '[redacted]',
  };
  return pino({ level, redact }, destination);
}
