import type { CustomerRequest } from '../domain/customer-request.js';
import type { Person } from '../domain/people.js';
import { receive, type SenderDates } from '../domain/receive.js';
import type { Referral, ReferralId, Source } from '../domain/referral.js';
import { routeTo } from '../domain/routing.js';
import type { Clock, ProfileStore, ReferralStore } from './ports.js';

export interface IncomingRequest {
  readonly source: Source;
  readonly request: CustomerRequest;
  readonly dates: SenderDates;
  /**
   * False for what may be reported again but is no new request (answered elsewhere already, or sent by ourselves):
   * then only a known one gets an answer.
   */
  readonly mayBeNew: boolean;
  /** The profile that a person chose; else it is routed. */
  readonly profileId?: string;
  /** Who logged it by hand. */
  readonly by?: Person;
}

export interface ReceiveReferralParts {
  readonly referrals: Pick<ReferralStore, 'create' | 'bySource'>;
  readonly profiles: Pick<ProfileStore, 'all'>;
  readonly defaultProfileId: string;
  readonly clock: Clock;
  /** Cryptographically random bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** Called after a new one is safely stored, so that its card goes out at once. Must not throw. */
  readonly afterCommit: (id: ReferralId) => void;
}

export type ReceiveAnswer =
  | { readonly kind: 'received'; readonly referral: Referral }
  /** (source, external id) was there already; this is the first one, unchanged. */
  | { readonly kind: 'duplicate'; readonly referral: Referral }
  | { readonly kind: 'unknown' };

export type ReceiveReferral = (incoming: IncomingRequest) => Promise<ReceiveAnswer>;

/** Takes a request in, once for each (source, external id), however often it is sent. */
export function receiveReferral(parts: ReceiveReferralParts): ReceiveReferral {
  return async ({ source, request, dates, mayBeNew, profileId, by }) => {
    // 1. Most repetitions are seen here; `create` decides about simultaneous ones.
    const known = await parts.referrals.bySource(source.name, source.externalId);
    if (known) return { kind: 'duplicate', referral: known };
    if (!mayBeNew) return { kind: 'unknown' };

    // 2. Whose is it?
    const profiles = await parts.profiles.all();
    const chosen = profiles.find((one) => one.id === profileId);
    const profile = chosen ?? routeTo(request, profiles, parts.defaultProfileId);

    // 3. Store it under a code that is still free.
    const id = newId(parts.randomBytes);
    const now = parts.clock.now();
    for (let attempt = 0; attempt < mostCodes; attempt++) {
      const code = newCode(parts.randomBytes);
      const { referral, effects } = receive({ request, source, dates, profile, id, code, now, by });
      const stored = await parts.referrals.create(referral, effects);
      if (stored === 'code-taken') continue;
      if (!stored.created) return { kind: 'duplicate', referral: stored.referral };

      // 4. Its card may go out.
      parts.afterCommit(id);
      return { kind: 'received', referral: stored.referral };
    }
    throw new Error(`no free code after ${mostCodes} attempts`);
  };
}

/** With a million referrals one code in a thousand is taken; ten in a row are a defect, not bad luck. */
const mostCodes = 10;

/** Crockford's base 32: no I, L, O, which read like digits, and no U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function newCode(randomBytes: (count: number) => Uint8Array): string {
  // 32 divides 256: every character is equally likely.
  return `R-${[...randomBytes(6)].map((byte) => alphabet[byte % 32]).join('')}`;
}

function newId(randomBytes: (count: number) => Uint8Array): ReferralId {
  return Buffer.from(randomBytes(16)).toString('hex') as ReferralId;
}
