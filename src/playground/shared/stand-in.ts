import type { Logger } from '../../logger.js';
import { Calls } from './calls.js';
import { Faults } from './faults.js';
import { type Keepable, StateFile } from './state-file.js';
import { Waiting } from './waiting.js';

interface Options {
  readonly requestUrl?: string;
  readonly port?: number;
  readonly stateFile?: string;
  readonly logger?: Logger;
}

/** Where the app's own calls arrive. */
interface Server {
  /** @returns the port */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

/** What stands in for a platform: how it starts and stops, what it keeps, and how others wait for what happens in it. */
export abstract class StandIn {
  /** Where the app is called; can be set later. */
  requestUrl: string | undefined;
  /** Where people open the platform's client, as links to messages begin; can be set later. */
  abstract webUrl: string;
  /** Mishaps to come. */
  readonly faults = new Faults();
  /** What the app has asked for, and what was wrong with it. */
  readonly calls = new Calls();

  protected abstract readonly server: Server;
  /** What a restart keeps. */
  protected abstract readonly kept: Keepable;

  readonly #platform: string;
  readonly #options: Options;
  readonly #waiting = new Waiting();
  readonly #notices = new Set<(user: string, text: string) => void>();
  #stateFile: StateFile | undefined;
  #port = 0;

  constructor(platform: string, options: Options) {
    this.#platform = platform;
    this.#options = options;
    this.requestUrl = options.requestUrl;
  }

  /** `http://127.0.0.1:PORT`, once started. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const { stateFile, port = 0 } = this.#options;
    this.#stateFile = stateFile === undefined ? undefined : new StateFile(stateFile, this.kept, this.failed);
    await this.#stateFile?.load();
    this.#port = await this.server.listen(port);
  }

  async stop(): Promise<void> {
    this.faults.clear();
    await this.hangUp();
    await this.server.close();
    await this.#stateFile?.close();
  }

  /** Waits until `look` finds something; it is asked anew after every call and every change. */
  until<T>(look: () => T | undefined | false | null, options?: { timeoutMs?: number; what?: string }): Promise<T> {
    return this.#waiting.until(look, options);
  }

  /** Listens to what a person would be told by the platform's client, such as that the app did not answer. */
  onNotice(listener: (user: string, text: string) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  /** Throws with everything that the app did and the platform would not have taken. */
  assertStrict(): void {
    if (this.calls.violations.length > 0) {
      throw new Error(
        `the app broke the rules of ${this.#platform}: ${JSON.stringify(this.calls.violations, null, 2)}`,
      );
    }
  }

  /** Ends the connections to the app. */
  protected abstract hangUp(): void | Promise<void>;

  /** Something happened for which others may wait. */
  protected readonly changed = (): void => this.#waiting.changed();

  protected readonly failed = (error: unknown): void =>
    this.#options.logger?.error({ err: error }, `the stand-in for ${this.#platform} failed`);

  protected readonly tell = (user: string, text: string): void => {
    for (const listener of this.#notices) listener(user, text);
  };
}
