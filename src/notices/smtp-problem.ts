import type { MessengerProblem } from '../application/ports.js';

/** An error as nodemailer gives it; `responseCode` is absent where the server said nothing. */
export interface SmtpFailure extends Error {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
}

/**
 * What a failed send means. A reply says what happened; without one it depends on whether the mail's text was on its
 * way. Only what concerns this mailbox or this mail is impossible: a refused login or sender is for the operator to
 * mend, and then the mail goes out. Reasons are codes, because replies repeat addresses.
 */
export function smtpProblem({ code, command, responseCode }: SmtpFailure, begun: boolean): MessengerProblem {
  if (responseCode === undefined) {
    const reason = (code ?? 'unexpected').toLowerCase();
    return begun ? { kind: 'fate-unknown', reason } : { kind: 'temporary', reason };
  }
  const reason = `smtp-${responseCode}`;
  if (responseCode < 500) return { kind: 'temporary', reason };
  if (command === 'RCPT TO') return { kind: 'impossible', reason: `address-refused-${reason}` };
  if (begun) return { kind: 'impossible', reason: `mail-refused-${reason}` };
  return { kind: 'temporary', reason };
}
