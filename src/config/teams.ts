import type { ConfigProblem } from './desk-file.js';
import type { Values } from './variables.js';

/** The bot's registration, or the unauthenticated emulator. */
export type TeamsConfig =
  | { readonly kind: 'cloud'; readonly appId: string; readonly appPassword: string; readonly tenantId: string }
  | { readonly kind: 'emulator'; readonly tenantId: string | null };

const registration = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'] as const;

/** Teams by its credentials; null where none are set. Half of them is a problem, and so is an open door. */
export function teamsOf(
  values: Values,
  surroundings: { readonly production: boolean; readonly wrong: ReadonlySet<string> },
): { readonly teams: TeamsConfig | null; readonly problems: readonly ConfigProblem[] } {
  const { MICROSOFT_APP_ID: appId, MICROSOFT_APP_PASSWORD: appPassword, MICROSOFT_APP_TENANT_ID: tenantId } = values;
  if (values.TEAMS_LOCAL_EMULATOR) {
    const problems: ConfigProblem[] = [];
    if (surroundings.production) {
      problems.push({ name: 'TEAMS_LOCAL_EMULATOR', expected: 'not to be set with NODE_ENV=production' });
    }
    if (appId || appPassword) {
      const expected = 'not to be set together with MICROSOFT_APP_ID, whose messages it would let in unchecked';
      problems.push({ name: 'TEAMS_LOCAL_EMULATOR', expected });
    }
    return { teams: problems.length > 0 ? null : { kind: 'emulator', tenantId: tenantId ?? null }, problems };
  }
  if (appId && appPassword && tenantId) return { teams: { kind: 'cloud', appId, appPassword, tenantId }, problems: [] };
  const given = registration.filter((name) => values[name] !== undefined || surroundings.wrong.has(name));
  if (given.length === 0) return { teams: null, problems: [] };
  const missing = registration.filter((name) => !given.includes(name));
  return {
    teams: null,
    problems: missing.map((name) => ({ name, expected: `to be set as well, like ${given.join(' and ')}` })),
  };
}
