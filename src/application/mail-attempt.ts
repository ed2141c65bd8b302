import { createHash } from 'node:crypto';
import { type AttemptPorts, LeaseLost, TooEarlyToSearch } from './delivery-attempt.js';
import type { Mail, Mailer } from './mail.js';
import { type ClaimedDelivery, type Destination, type Messenger, MessengerError } from './ports.js';

export interface MailPorts
  extends Pick<AttemptPorts, 'deliveries' | 'referrals' | 'cards' | 'profiles' | 'clock' | 'pace'> {
  /** Of the chats, which know the addresses of cards. */
  readonly messengers: Readonly<Partial<Record<Destination['platform'], Pick<Messenger, 'link'>>>>;
}

/** What a send is called in `Delivery.post`: the first, or the one repetition that an unknown fate allows. */
const firstSend = 'mail';
const repetition = 'mail-again';

/**
 * One try of one mail, by the holder of its lease. No mail server can be asked whether a mail arrived. So one whose
 * fate is unknown (the connection broke after its text was on its way, or the process died) is sent once more, after a
 * while and with the same Message-ID, by which mailboxes fold the two into one; and if that is in doubt as well, it is
 * given up: a server that takes every mail and never says so must not make us send it for ever.
 */
export class MailAttempt {
  /** Rate lanes are the chats'. */
  readonly step = null;
  readonly messenger = { lanes: () => [] };
  /** True when a send was begun that is known not to have happened. */
  forgetPost = false;

  constructor(
    readonly ports: MailPorts,
    readonly mailer: Mailer,
    readonly delivery: ClaimedDelivery,
  ) {}

  /** @throws MessengerError, TooEarlyToSearch, LeaseLost */
  async send(mail: Omit<Mail, 'id'>): Promise<void> {
    const { ports, mailer, delivery } = this;
    const now = ports.clock.now();
    const doubt = delivery.post;
    if (doubt?.nonce === repetition) throw new MessengerError({ kind: 'impossible', reason: 'fate-unknown' });
    if (doubt) {
      const settledAt = new Date(doubt.startedAt.getTime() + ports.pace.doubtMs);
      if (now < settledAt) throw new TooEarlyToSearch(settledAt);
    }
    // Nobody else may begin while this goes on.
    const withinMs = delivery.leasedUntil.getTime() - ports.pace.leaseMarginMs - now.getTime();
    if (withinMs <= 0) throw new LeaseLost();
    if (!(await ports.deliveries.beginPost(delivery, doubt ? repetition : firstSend, now))) throw new LeaseLost();
    this.forgetPost = true;
    try {
      await mailer.send({ ...mail, id: idOf(delivery) }, withinMs);
    } catch (error) {
      if (!(error instanceof MessengerError) || error.problem.kind === 'fate-unknown') this.forgetPost = false;
      throw error;
    }
  }
}

/** Opaque, because it travels, and the same at every try. */
function idOf({ id }: ClaimedDelivery): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32);
}
