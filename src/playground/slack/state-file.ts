import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Workspace, WorkspaceSnapshot } from './workspace.js';

const DEBOUNCE_MS = 300;

/** Keeps a workspace in a file: read once, written a moment after each change and, at the latest, on `close`. */
export class StateFile {
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    readonly workspace: Workspace,
    readonly onError: (error: unknown) => void,
  ) {}

  /** A missing file is a first start; a damaged one is reported, and the workspace starts afresh. */
  async load(): Promise<void> {
    try {
      this.workspace.restore(parse(await readFile(this.path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.onError(error);
    }
    for (const event of ['message', 'removed', 'channel'] as const) {
      this.workspace.events.on(event, () => this.#changed());
    }
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
      .then(() => replace(this.path, JSON.stringify(this.workspace.snapshot())))
      .catch(this.onError);
  }
}

function parse(text: string): WorkspaceSnapshot {
  const value = JSON.parse(text) as Partial<WorkspaceSnapshot>;
  if (value.version !== 1 || !Array.isArray(value.channels)) throw new Error('not a state file of this version');
  return value as WorkspaceSnapshot;
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
