import type { ChosenWays, NotifyWay } from '../domain/ladders.js';
import type { PersonRef } from '../domain/people.js';

/** How people want reminders to reach them, where they said so. */
export interface NotifyStore {
  /** One indexed read. */
  chosenBy(people: readonly PersonRef[]): Promise<ChosenWays>;
  choose(person: PersonRef, way: NotifyWay): Promise<void>;
}
