import { imageOf } from './image.js';
import { compactJournal } from './journal/compact.js';
import { diskFiles, type JournalFiles } from './journal/files.js';
import { RewriteStopped } from './journal/fresh.js';
import type { OpenStore } from './open.js';

/** A journal below this size is not worth compacting, in bytes. */
const defaultSmallJournal = 8 * 1024 * 1024;

/** A journal is compacted when it is this many times what the data alone would take. */
const mostHistory = 2;

export interface CompactorOptions {
  readonly files?: JournalFiles;
  readonly smallJournal?: number;
  readonly log: (level: 'info' | 'warn', message: string, fields: Record<string, unknown>) => void;
}

/** Compacts the journal of a running store whenever its history outweighs the data. */
export class Compactor {
  private running: Promise<void> | undefined;
  /** How many want it to stop. */
  private stops = 0;
  private notBelow: number;

  constructor(
    private readonly store: Pick<OpenStore, 'engine' | 'journal' | 'path'>,
    private readonly options: CompactorOptions,
  ) {
    this.notBelow = options.smallJournal ?? defaultSmallJournal;
    store.journal.onGrown = () => this.check();
    this.check();
  }

  /** Gives up a compaction that is under way, which changes nothing, and begins none until it may go on. */
  async stop(): Promise<void> {
    this.stops++;
    await this.running;
  }

  /** Takes one `stop` back. */
  goOn(): void {
    this.stops--;
    this.check();
  }

  private check(): void {
    const { engine, journal } = this.store;
    if (this.running || this.stops > 0 || journal.end <= this.notBelow) return;
    if (journal.end <= mostHistory * engine.bytes) return;
    this.running = this.compact().finally(() => {
      this.running = undefined;
    });
  }

  private async compact(): Promise<void> {
    const { engine, journal, path } = this.store;
    const { files = diskFiles, log, smallJournal = defaultSmallJournal } = this.options;
    const begun = performance.now();
    log('info', 'compacting the journal', { bytes: journal.end });
    try {
      const { before, after, heldMs } = await compactJournal(journal, () => imageOf(engine.all()), {
        files,
        path,
        stopping: () => this.stops > 0,
      });
      this.notBelow = smallJournal;
      const fields = { before, after, ms: Math.round(performance.now() - begun), heldMs: Math.round(heldMs) };
      log('info', 'compacted the journal', fields);
    } catch (error) {
      if (error instanceof RewriteStopped) return;
      // A disk too full for it, say: the old journal goes on, and a quarter later is the next attempt.
      this.notBelow = journal.end * 1.25;
      log('warn', 'the journal could not be compacted', { reason: String(error) });
    }
  }
}
