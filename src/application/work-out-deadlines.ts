import { deadlineRules } from '../domain/deadlines.js';
import type { Logger } from '../logger.js';
import type { DeadlineStore } from './deadline-ports.js';
import type { Clock, ProfileStore } from './ports.js';

export interface DeadlineRulesPorts {
  readonly deadlines: Pick<DeadlineStore, 'rulesAre'>;
  readonly profiles: Pick<ProfileStore, 'all'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Has deadlines worked out anew that were worked out by other rules than their profile's: of a changed file, say. */
export async function workOutDeadlines({ deadlines, profiles, clock, logger }: DeadlineRulesPorts): Promise<void> {
  for (const profile of await profiles.all()) {
    const marked = await deadlines.rulesAre(profile.id, deadlineRules(profile), clock.now());
    if (marked > 0) logger.info({ profile: profile.id, marked }, 'deadlines are worked out anew');
  }
}
