import type { Message } from '../../src/application/messages.js';
import type { Phrase } from '../../src/application/phrase.js';
import {
  type Address,
  type Clock,
  type Destination,
  type Lane,
  type Messenger,
  MessengerError,
  type MessengerProblem,
  type Rendered,
  type Step,
} from '../../src/application/ports.js';

interface Posted {
  readonly at: Address;
  readonly nonce: string;
  readonly time: Date;
  readonly thread: string | null;
  text: string;
}

/** What befalls one call. `landed`: it took effect all the same, and only the answer is bad. */
export interface Fault {
  readonly problem: MessengerProblem | Error;
  readonly landed?: boolean;
}

/** A chat platform in memory, with the faults that a test asks for. Its time is the clock's. */
export class FakeMessenger implements Messenger {
  readonly #posted: Posted[] = [];
  readonly #faults: { readonly step: Step; readonly in: string | null; readonly fault: Fault }[] = [];
  readonly #gates: (() => Promise<void>)[] = [];
  /** Channels that the bot does not belong to. */
  readonly closed = new Set<string>();
  /** Of each channel's posts, and of all updates. */
  pace: Omit<Lane, 'key'> = { intervalMs: 1_000, burst: 1_000 };
  /** Steps in the order in which they took effect, e.g. `post C1 R-1`. */
  readonly log: string[] = [];
  /** When it was called. */
  readonly calls: Date[] = [];
  #inFlight = 0;
  mostInFlight = 0;
  #count = 0;

  constructor(readonly clock: Clock) {}

  /** The next `step` (in that channel) fails. */
  befall(step: Step, fault: Fault, channel: string | null = null): void {
    this.#faults.push({ step, in: channel, fault });
  }

  /** The next call waits for `gate` before it does anything. */
  detain(gate: () => Promise<void>): void {
    this.#gates.push(gate);
  }

  /** Texts of a channel, oldest first, those in threads after a `> `. */
  texts(channel: string): readonly string[] {
    return this.#posted
      .filter((posted) => posted.at.channel === channel)
      .map(({ text, thread }) => (thread ? `> ${text}` : text));
  }

  at(address: Address): Posted | undefined {
    return this.#posted.find(({ at }) => at.channel === address.channel && at.id === address.id);
  }

  /** Somebody deletes it; the replies of a thread go with its first message. */
  delete(address: Address): void {
    for (let index = this.#posted.length - 1; index >= 0; index -= 1) {
      const posted = this.#posted[index] as Posted;
      const isIt = posted.at.id === address.id || posted.thread === address.id;
      if (isIt && posted.at.channel === address.channel) this.#posted.splice(index, 1);
    }
  }

  render(message: Message): Rendered {
    const text = textOf(message);
    return { hash: `hash of ${message.kind === 'notice' ? JSON.stringify(message) : text}`, payload: text };
  }

  post(to: Destination, rendered: Rendered, nonce: string, thread?: Address): Promise<Address> {
    return this.#call('post', to.id, async () => {
      if (this.closed.has(to.id)) throw new MessengerError({ kind: 'impossible', reason: 'not_in_channel' });
      if (thread && !this.at(thread)) throw new MessengerError({ kind: 'message-gone' });
      this.#count += 1;
      const at = { channel: to.id, id: String(this.#count).padStart(6, '0') };
      const text = rendered.payload as string;
      this.#posted.push({ at, nonce, time: this.clock.now(), thread: thread?.id ?? null, text });
      this.log.push(`post ${to.id} ${text}`);
      return at;
    });
  }

  update(at: Address, rendered: Rendered): Promise<void> {
    return this.#call('update', at.channel, async () => {
      const posted = this.at(at);
      if (!posted) throw new MessengerError({ kind: 'message-gone' });
      posted.text = rendered.payload as string;
      this.log.push(`update ${at.channel} ${posted.text}`);
    });
  }

  remove(at: Address): Promise<void> {
    return this.#call(null, at.channel, async () => this.delete(at));
  }

  find(to: Destination, nonce: string, since: Date, thread?: Address): Promise<readonly Address[]> {
    return this.#call(null, to.id, async () =>
      this.#posted
        .filter((posted) => posted.at.channel === to.id && posted.nonce === nonce && posted.time >= since)
        .filter((posted) => posted.thread === (thread?.id ?? null))
        .map(({ at }) => at),
    );
  }

  async link({ channel, id }: Address): Promise<string> {
    return `https://chat.example/${channel}/${id}`;
  }

  lanes(step: Step, to: Destination): readonly Lane[] {
    return [{ key: step === 'post' ? `fake:post:${to.id}` : 'fake:update', ...this.pace }];
  }

  async #call<T>(step: Step | null, channel: string, act: () => Promise<T>): Promise<T> {
    this.calls.push(this.clock.now());
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      await this.#gates.shift()?.();
      const fault = this.#faultOf(step, channel);
      if (fault && !fault.landed) throw toError(fault.problem);
      const answer = await act();
      if (fault) throw toError(fault.problem);
      return answer;
    } finally {
      this.#inFlight -= 1;
    }
  }

  #faultOf(step: Step | null, channel: string): Fault | null {
    const index = this.#faults.findIndex((one) => one.step === step && (one.in === null || one.in === channel));
    return index < 0 ? null : (this.#faults.splice(index, 1)[0]?.fault ?? null);
  }
}

const toError = (problem: MessengerProblem | Error) =>
  problem instanceof Error ? problem : new MessengerError(problem);

function textOf(message: Message): string {
  if (message.kind === 'card') return message.view.code;
  if (message.kind === 'notice') return message.lines.map(noticeOf).join(', ');
  return Object.values(message.text.values ?? {}).join(' ');
}

/** The first of its sentences, without the link that may stand behind it. */
function noticeOf({ key, values }: Phrase): string {
  const what = values?.code === undefined ? (values?.what ?? values?.one) : null;
  return what !== null && typeof what === 'object' && 'key' in what ? noticeOf(what) : `${values?.code} ${key}`;
}
