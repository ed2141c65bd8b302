import type { z } from 'zod';
import type { Command, FieldProblem } from '../../domain/commands.js';
import type { Language, Profile } from '../../domain/profile.js';
import type { Referral } from '../../domain/referral.js';
import type { MessageKey } from '../../locales/translate.js';
import type { Member, Standing } from '../ports.js';
import type { Field } from './field.js';
import type { Values } from './values.js';

/** What a form knows when it is drawn. */
export interface FormContext {
  /** Of whoever fills it in. */
  readonly language: Language;
  readonly referral: Referral;
  readonly profile: Profile;
  /** Calendar date of the reader, `YYYY-MM-DD`. */
  readonly today: string;
  readonly now: Date;
}

/** What a form may look up when it is read. */
export interface ReadContext {
  /** Makes every retry of this submission the same command. */
  readonly commandId: string;
  readonly referral: Referral;
  readonly now: Date;
  readonly standing: (userId: string) => Promise<Standing>;
  /** Whether somebody may act on referrals of this profile. */
  readonly mayAct: (member: Member) => Promise<boolean>;
}

export type Problem = FieldProblem | 'not-a-member' | 'two-letters';
export type FieldErrors = Readonly<Record<string, Problem>>;
export type ReadAnswer =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly errors: FieldErrors };

/** A form that turns into a command. `title` has the hole `{code}`, or none. */
export interface Form {
  readonly title: MessageKey;
  readonly submit: MessageKey;
  fields(context: FormContext): readonly Field[];
  read(values: Values, context: ReadContext): Promise<ReadAnswer>;
}

export const wrong = (errors: FieldErrors): ReadAnswer => ({ ok: false, errors });

/** The problem of one field, as zod found it. */
function problemOf(issue: z.core.$ZodIssue): Problem {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === '') return 'required';
      return issue.expected === 'number' ? 'not-a-number' : 'required';
    case 'too_big':
      return issue.origin === 'string' ? 'too-long' : issue.origin === 'array' ? 'too-many' : 'out-of-range';
    case 'too_small':
      return issue.origin === 'string' ? 'required' : 'out-of-range';
    case 'invalid_format':
      if (issue.format === 'email') return 'not-an-email';
      if (issue.format === 'date') return 'not-a-date';
      return issue.path.at(-1) === 'phone' ? 'not-a-phone' : 'not-a-currency';
    case 'invalid_value':
      return 'not-one-of';
    default:
      return 'not-a-number';
  }
}

/** The field that an issue's path means: `engagement.value.amount` is entered in `value`, its currency in `currency`. */
function fieldOf(path: readonly PropertyKey[]): string {
  const last = String(path.at(-1) ?? '');
  if (last !== 'amount') return path.includes('contacts') ? 'contacts' : last;
  return String(path.at(-2) ?? last);
}

export function errorsOf(error: z.ZodError): FieldErrors {
  const errors: Record<string, Problem> = {};
  for (const issue of error.issues) errors[fieldOf(issue.path)] ??= problemOf(issue);
  return errors;
}

/**
 * Checks what a form has put together against the domain's schema, so that all that is wrong is told at once.
 *
 * @param options.rules what the domain would refuse of single fields: told beside other problems, but never alone, since
 *   what has been decided meanwhile comes first
 * @param options.found what the form itself found
 */
export function checked(
  schema: z.ZodType<Command>,
  draft: unknown,
  options: { readonly rules?: Readonly<Record<string, Problem | null>>; readonly found?: FieldErrors } = {},
): ReadAnswer {
  const { rules = {}, found = {} } = options;
  const parsed = schema.safeParse(draft, { reportInput: true });
  if (parsed.success && Object.keys(found).length === 0) return { ok: true, command: parsed.data };
  const broken = Object.entries(rules).flatMap(([field, problem]) => (problem ? [[field, problem] as const] : []));
  return wrong({ ...Object.fromEntries(broken), ...(parsed.success ? {} : errorsOf(parsed.error)), ...found });
}
