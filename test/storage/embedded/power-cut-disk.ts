import type { JournalFile, JournalFiles, ReadableFile } from '../../../src/storage/embedded/journal/files.js';

type Write = { readonly position: number; readonly bytes: Buffer } | { readonly length: number };

interface Content {
  /** What an fsync has confirmed. */
  durable: Buffer;
  /** What the running system sees. */
  seen: Buffer;
  pending: Write[];
}

export type Step = 'open' | 'write' | 'truncate' | 'sync' | 'rename' | 'remove' | 'syncFolder';

type Naming = (names: Map<string, Content>) => void;

/**
 * A disk in memory that forgets like a real one: a power cut keeps what was synced; of everything later, names
 * included, it keeps whatever it likes, and of a write perhaps only a part.
 */
export class PowerCutDisk implements JournalFiles {
  private readonly names: Map<string, Content>;
  private readonly durableNames: Map<string, Content>;
  private pendingNames: Naming[] = [];
  private left = Number.POSITIVE_INFINITY;
  steps = 0;
  /** Says with which code a step is to fail, if it is; a write has then happened in part. */
  fault: (step: Step) => string | undefined = () => undefined;

  constructor(files: ReadonlyMap<string, Content> = new Map()) {
    this.names = new Map(files);
    this.durableNames = new Map(files);
  }

  /** The names that there are. */
  get paths(): string[] {
    return [...this.names.keys()];
  }

  /** The power fails at the step after so many. */
  cutAfter(steps: number): void {
    this.left = steps;
  }

  /** What lies on the disk when the power comes back. `random` answers numbers from 0 to below 1. */
  afterCut(random: () => number): PowerCutDisk {
    const names = new Map(this.durableNames);
    for (const naming of this.pendingNames.slice(0, Math.floor(random() * (this.pendingNames.length + 1)))) {
      naming(names);
    }
    // What had two names still has.
    const kept = new Map([...new Set(names.values())].map((content) => [content, afterCut(content, random)]));
    return new PowerCutDisk(new Map([...names].map(([path, content]) => [path, kept.get(content) as Content])));
  }

  async makeFolder(): Promise<void> {}

  async open(path: string): Promise<JournalFile> {
    this.step('open');
    const content = this.names.get(path) ?? { durable: Buffer.alloc(0), seen: Buffer.alloc(0), pending: [] };
    if (!this.names.has(path)) {
      this.name((names) => names.set(path, content));
      await this.syncFolderOf();
    }
    const change = (write: Write) => {
      const code = this.failing('bytes' in write ? 'write' : 'truncate');
      if (code !== undefined && 'bytes' in write) {
        const part = { ...write, bytes: write.bytes.subarray(0, write.bytes.length >> 1) };
        content.seen = apply(content.seen, part);
        content.pending.push(part);
      }
      if (code !== undefined) throw failure(code);
      content.seen = apply(content.seen, write);
      content.pending.push(write);
    };
    return {
      read: async (position, length) => Buffer.from(content.seen.subarray(position, position + length)),
      write: async (bytes, position) => change({ position, bytes: Buffer.from(bytes) }),
      truncate: async (length) => change({ length }),
      sync: async () => {
        this.step('sync');
        content.durable = content.seen;
        content.pending = [];
      },
      size: async () => content.seen.length,
      close: async () => undefined,
    };
  }

  async openToRead(path: string): Promise<ReadableFile> {
    if (!this.names.has(path)) throw failure('ENOENT');
    return this.open(path);
  }

  async keep(path: string): Promise<string> {
    this.step('rename');
    const content = this.names.get(path);
    if (!content) throw failure('ENOENT');
    let number = 1;
    while (this.names.has(`${path}.kept-${number}`)) number++;
    const kept = `${path}.kept-${number}`;
    this.name((names) => names.set(kept, content));
    await this.syncFolderOf();
    return kept;
  }

  async forgetKept(path: string): Promise<void> {
    const content = this.names.get(path);
    for (const [name, other] of [...this.names]) {
      if (other === content && name.startsWith(`${path}.kept-`)) await this.remove(name);
    }
  }

  async rename(from: string, to: string): Promise<void> {
    this.step('rename');
    const content = this.names.get(from);
    if (!content) throw new Error(`${from} is not there`);
    this.name((names) => {
      names.delete(from);
      names.set(to, content);
    });
  }

  async remove(path: string): Promise<void> {
    this.step('remove');
    if (this.names.has(path)) this.name((names) => names.delete(path));
  }

  async syncFolderOf(): Promise<void> {
    this.step('syncFolder');
    for (const naming of this.pendingNames) naming(this.durableNames);
    this.pendingNames = [];
  }

  private name(naming: Naming): void {
    naming(this.names);
    this.pendingNames.push(naming);
  }

  private step(step: Step): void {
    const code = this.failing(step);
    if (code !== undefined) throw failure(code);
  }

  private failing(step: Step): string | undefined {
    this.steps++;
    if (this.left-- <= 0) throw failure('EIO');
    return this.fault(step);
  }
}

function afterCut({ durable, pending }: Content, random: () => number): Content {
  let bytes = durable;
  for (const write of pending) {
    const fate = random();
    if (fate < 0.4) continue;
    const part = fate < 0.7 && 'bytes' in write ? Math.floor(random() * write.bytes.length) : undefined;
    bytes = apply(bytes, write, part);
  }
  return { durable: bytes, seen: bytes, pending: [] };
}

const failure = (code: string) => Object.assign(new Error(`the disk says ${code}`), { code });

function apply(content: Buffer, write: Write, part?: number): Buffer {
  if ('length' in write) {
    const cut = Buffer.alloc(write.length);
    content.copy(cut);
    return cut;
  }
  const bytes = write.bytes.subarray(0, part);
  const grown = Buffer.alloc(Math.max(content.length, write.position + bytes.length));
  content.copy(grown);
  bytes.copy(grown, write.position);
  return grown;
}
