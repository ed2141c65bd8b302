import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/** What the server says to one command instead of yes. `hang up`: nothing, and the connection is gone. */
export type Refusal = number | 'hang up';
type Step = 'connect' | 'from' | 'to' | 'data';

/** What the server's types leave out. */
type Connection = { readonly _socket: { destroy(): void } };

/** A real SMTP server on loopback that keeps what it takes. */
export class SmtpFixture {
  readonly taken: Taken[] = [];
  readonly #refusals: { readonly step: Step; readonly refusal: Refusal; readonly kept: boolean }[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #server: SMTPServer;
  /** Commands that were begun, by kind. */
  readonly begun: Step[] = [];

  constructor(options: SMTPServerOptions = {}) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      closeTimeout: 10,
      disableReverseLookup: true,
      onConnect: (_session, callback) => this.#answer('connect', callback),
      onMailFrom: (_address, _session, callback) => this.#answer('from', callback),
      onRcptTo: (_address, _session, callback) => this.#answer('to', callback),
      onData: async (stream, { envelope }, callback) => {
        const raw = await buffer(stream);
        const refusal = this.#next('data');
        if (!refusal || refusal.kept) {
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          const to = envelope.rcptTo.map(({ address }) => address);
          this.taken.push({ from, to, raw: raw.toString('latin1'), parsed: await simpleParser(raw) });
        }
        this.#say(refusal?.refusal, callback);
        for (const wake of this.#waiting.splice(0)) wake();
      },
      ...options,
    });
    // A connection that breaks is what some tests are about.
    this.#server.on('error', () => undefined);
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server.server, 'listening');
    return this;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** The next time it comes to `step`, it refuses. `kept`: the mail is taken all the same. */
  refuse(step: Step, refusal: Refusal, { kept = false } = {}): void {
    this.#refusals.push({ step, refusal, kept });
  }

  /** Resolves when so many mails have been taken. */
  async until(count: number): Promise<void> {
    while (this.taken.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #next(step: Step) {
    this.begun.push(step);
    const index = this.#refusals.findIndex((one) => one.step === step);
    return index < 0 ? undefined : this.#refusals.splice(index, 1)[0];
  }

  #answer(step: Step, callback: (error?: Error | null) => void): void {
    this.#say(this.#next(step)?.refusal, callback);
  }

  #say(refusal: Refusal | undefined, callback: (error?: Error | null) => void): void {
    if (refusal === undefined) callback();
    else if (refusal !== 'hang up') callback(Object.assign(new Error('no'), { responseCode: refusal }));
    else for (const connection of this.#server.connections as Iterable<Connection>) connection._socket.destroy();
  }
}
