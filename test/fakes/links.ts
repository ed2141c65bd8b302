import type { LinkedPeople } from '../../src/application/linked-people.js';

/** Nobody has an identity on another platform. */
export const noLinks: LinkedPeople = {
  among: async () => [],
  identitiesOf: async ({ person }) => [person],
};
