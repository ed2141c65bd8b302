import type { Command } from '../domain/commands.js';
import { type Circumstances, decide } from '../domain/lifecycle.js';
import type { Profile } from '../domain/profile.js';
import type { Referral, ReferralId } from '../domain/referral.js';
import { concerned, type LinkedPeople } from './linked-people.js';
import { rightsOf } from './permissions.js';
import type { ActAnswer, Clock, ProfileStore, ReferralStore, Standing } from './ports.js';

/** Each lost race was won by somebody, so a command that loses this often met a store that misbehaves. */
const mostAttempts = 50;

export interface ActPorts {
  readonly referrals: ReferralStore;
  readonly profiles: ProfileStore;
  readonly clock: Clock;
  readonly links: Pick<LinkedPeople, 'among'>;
  /**
   * Called after something was saved; starts the deliveries, answers at once. `heldUntil`: when what was held back for
   * an undo may go out.
   */
  readonly afterCommit: (id: ReferralId, heldUntil?: Date) => void;
}

export interface ActRequest {
  readonly referralId: string;
  /** The referral as it has just been read: the write finds out whether it still is so. */
  readonly known?: Referral;
  readonly command: Command;
  readonly by: Standing;
}
export type ActOnReferral = (request: ActRequest) => Promise<ActAnswer>;

/**
 * Carries out what a person asked for: read, check, decide, save under the version that was read; when somebody else
 * wrote first, read and decide again.
 *
 * @throws StoreUnavailable when the store can't be reached
 */
export async function actOnReferral(ports: ActPorts, request: ActRequest): Promise<ActAnswer> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const known = attempt === 0 ? request.known : undefined;
    const referral = known ?? (await ports.referrals.byId(request.referralId));
    const profile = referral && (await ports.profiles.byId(referral.profileId));
    if (!referral || !profile) return { kind: 'not-found' };
    const { command, by } = request;
    const { type } = command;
    const to = type === 'assign' ? command.to : undefined;
    const links = await ports.links.among(concerned(by, profile, { referral, type, to }));
    const rights = rightsOf(by, profile, links);
    if (!rights.may) return { kind: 'refused', referral, refusal: { code: 'not-permitted', why: rights.why } };
    const answer = await attemptOnce(ports, referral, profile, command, { actor: rights.actor, links });
    if (answer) return answer;
  }
  throw new Error(`${mostAttempts} writes in a row lost their race`);
}

/** Null: somebody else wrote first. */
async function attemptOnce(
  ports: ActPorts,
  referral: Referral,
  profile: Profile,
  command: Command,
  by: Pick<Circumstances, 'actor' | 'links'>,
): Promise<ActAnswer | null> {
  const { undoWindow, tellCustomer } = profile;
  const circumstances = { ...by, now: ports.clock.now(), undoWindow, tellCustomer };
  const answer = decide(referral, command, circumstances);
  if (answer.kind === 'repeated') return { kind: 'done', referral, recorded: answer.recorded, repeated: true };
  if (answer.kind === 'refused') {
    if (answer.refusal.code === 'expired' && referral.state.kind === 'new') await expire(ports, referral, profile);
    return { kind: 'refused', refusal: answer.refusal, referral };
  }
  const { next, recorded, effects, held, cancels } = answer;
  const saved = await ports.referrals.save({
    next,
    event: recorded.event,
    recorded,
    effects,
    ...(held ? { held } : {}),
    ...(cancels ? { cancels } : {}),
  });
  if (saved === 'conflict') return null;
  if (saved === 'already-sent') {
    return { kind: 'refused', refusal: { code: 'too-late', why: 'already-sent' }, referral };
  }
  ports.afterCommit(next.id, held?.[0]?.until);
  return { kind: 'done', referral: next, recorded, repeated: false };
}

/** Somebody met a request past its time: its card should say so to everybody. */
async function expire(ports: ActPorts, referral: Referral, profile: Profile): Promise<void> {
  await attemptOnce(
    ports,
    referral,
    profile,
    { id: `expire:${referral.id}:${referral.version}`, type: 'expire' },
    { actor: null },
  );
}
