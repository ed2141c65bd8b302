/** Something that happens again and again, in one process at a time as a rule, and does no harm when it runs twice. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** `mayGoOn` turns false when the desk stops, or when the run has lasted long enough: the next one goes on. */
  run(mayGoOn: () => boolean): Promise<unknown>;
}
