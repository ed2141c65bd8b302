import { nearestWord } from '../application/nearest-word.js';
import type { ConfigProblem } from './desk-file.js';
import { type Values, type VariableName, variables } from './variables.js';

/** An unknown variable is looked at only if it starts like one of ours: the environment belongs to others too. */
const prefixes = ['SLACK_', 'MICROSOFT_APP_', 'TEAMS_', 'INTAKE_', 'DESK_', 'SMTP_', 'MAIL_'];

/** Parses the variables; a wrong one and a mistyped name each make a problem. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): {
  readonly values: Values;
  readonly problems: readonly ConfigProblem[];
} {
  const names = Object.keys(variables) as VariableName[];
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const name of names) {
    const text = env[name]?.trim();
    if (!text) continue;
    const variable = variables[name];
    const parsed = variable.form.safeParse(text);
    if (parsed.success) {
      values[name] = parsed.data;
      continue;
    }
    // Every form words its own expectation; zod's own message might repeat the value.
    const expected = parsed.error.issues[0]?.message ?? '';
    problems.push({ name, expected, ...('secret' in variable ? {} : { got: text }) });
  }
  for (const name of Object.keys(env)) {
    if (Object.hasOwn(variables, name) || !prefixes.some((prefix) => name.startsWith(prefix))) continue;
    const meant = nearestWord(name, names);
    if (meant) problems.push({ name, expected: `nothing by this name; did you mean ${meant}?` });
  }
  return { values: values as Values, problems };
}
