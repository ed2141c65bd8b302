import { randomBytes } from 'node:crypto';
import type { Logger } from '../logger.js';
import type { Phrase } from './phrase.js';
import { PlatformUnavailable, StoreUnavailable } from './ports.js';
import { phrase } from './wording.js';

/**
 * One policy for what goes wrong: an absent store or platform is said as such; anything else is a general sentence with
 * a reference that stands in the log beside the cause.
 */
export function faultPhrase(logger: Logger, error: unknown): Phrase {
  if (error instanceof StoreUnavailable || error instanceof PlatformUnavailable) {
    logger.warn({ err: error }, 'somebody was asked to try again in a moment');
    return phrase(error instanceof StoreUnavailable ? 'fault.store' : `fault.${error.platform}`);
  }
  const reference = randomBytes(3).toString('hex');
  logger.error({ err: error, reference }, 'an interaction failed');
  return phrase('fault.unknown', { reference });
}
