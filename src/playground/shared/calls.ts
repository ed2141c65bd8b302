/** One request of the app, as it came and as it was answered. */
export interface Call {
  /** A method of the Web API or `response_url`; an operation of the connector. */
  method: string;
  args: Record<string, unknown>;
  /** Milliseconds since the epoch. */
  at: number;
  /** Undefined while it is under way, and for good when the connection was broken off. */
  answer?: { status: number; body: Record<string, unknown> };
  /** Whether it was carried out, whatever the app heard of it. */
  applied: boolean;
}

/** Something that the platform would have refused, or that shows a defect of the app though it would pass. */
export interface Violation {
  /** The method, or the way by which the app answered: `response_url`, `acknowledgement`, `socket`, `invoke`. */
  where: string;
  /** The platform's error code, or a sentence. */
  error: string;
  messages: string[];
}

/** More than any test makes; a playground that runs for weeks must not fill the memory. */
const MAX_CALLS = 20_000;

/** The log that tests assert on. */
export class Calls {
  readonly all: Call[] = [];
  readonly violations: Violation[] = [];

  add(call: Call): Call {
    this.all.push(call);
    if (this.all.length > MAX_CALLS) this.all.splice(0, MAX_CALLS / 2);
    return call;
  }

  of(method: string): Call[] {
    return this.all.filter((call) => call.method === method);
  }

  /** The latest, answered or not. */
  last(method: string): Call | undefined {
    return this.all.findLast((call) => call.method === method);
  }

  clear(): void {
    this.all.length = 0;
    this.violations.length = 0;
  }
}
