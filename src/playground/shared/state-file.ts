import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What can be kept in a file. */
export interface Keepable {
  /** JSON that `restore` understands. */
  snapshot(): unknown;
  /** @throws on a snapshot that is damaged or of another version; nothing has changed then */
  restore(snapshot: unknown): void;
  /** Calls back after each change that is to be kept. */
  onChange(listener: () => void): void;
}

const DEBOUNCE_MS = 300;

/** Keeps a stand-in's state in a file: read once, written a moment after each change and, at the latest, on `close`. */
export class StateFile {
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    readonly kept: Keepable,
    readonly onError: (error: unknown) => void,
  ) {}

  /** A missing file is a first start; a damaged one is reported, and the state starts afresh. */
  async load(): Promise<void> {
    try {
      this.kept.restore(JSON.parse(await readFile(this.path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.onError(error);
    }
    this.kept.onChange(() => this.#changed());
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write();
    await this.#writing;
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write();
    }, DEBOUNCE_MS);
  }

  #write(): void {
    this.#writing = this.#writing
      .then(() => replace(this.path, JSON.stringify(this.kept.snapshot())))
      .catch(this.onError);
  }
}

/** Either the old content or the new one is there at any moment, a crash in between included. */
async function replace(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
