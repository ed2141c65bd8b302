import type { Phrase, Value } from '../phrase.js';

interface Common {
  /** Also the name under which its value comes back, and its error is shown. */
  readonly name: string;
  readonly label: Phrase;
  readonly hint?: Phrase;
  readonly optional?: boolean;
}

export interface Choice {
  readonly value: string;
  readonly text: Value;
}

/** One thing that a form asks for, or says. Platforms draw it; what comes back is read by name (values.ts). */
export type Field =
  | (Common & {
      readonly kind: 'text';
      readonly initial?: string | undefined;
      readonly lines?: boolean;
      /** In characters. */
      readonly longest: number;
    })
  | (Common & { readonly kind: 'email' })
  /** An amount of money: not negative, with at most two decimals. */
  | (Common & { readonly kind: 'amount'; readonly initial?: number | undefined })
  /** `initial`: a calendar date, `YYYY-MM-DD`. */
  | (Common & { readonly kind: 'date'; readonly initial?: string | undefined })
  | (Common & { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly initial?: string | undefined })
  /** Somebody of the platform; the value is their id there. */
  | (Common & { readonly kind: 'person' })
  | (Common & { readonly kind: 'people'; readonly most: number })
  | (Common & { readonly kind: 'tick'; readonly option: Phrase })
  /** Asks for nothing: paragraphs to read. */
  | { readonly kind: 'note'; readonly paragraphs: readonly Phrase[] };
