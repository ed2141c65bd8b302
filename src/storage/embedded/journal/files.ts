import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The file operations that durability rests on, apart so that a test can count them or make them fail. */
export interface JournalFile {
  /** Reads up to `length` bytes; fewer only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Resolves when everything written is on disk. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** A file that is only read. */
export type ReadableFile = Pick<JournalFile, 'read' | 'size' | 'close'>;

export interface JournalFiles {
  /** Makes a folder that only its owner may enter, with those above it, if it is not there. */
  makeFolder(path: string): Promise<void>;
  /** Opens a file for reading and writing; it is made, durably and for its owner only, if it is not there. */
  open(path: string): Promise<JournalFile>;
  /** Opens a file that is there, for reading only. */
  openToRead(path: string): Promise<ReadableFile>;
  /** Gives a file a further name, `….kept-1` or the next that is free, durably, so that it outlives its first one. */
  keep(path: string): Promise<string>;
  /** Takes the names away that `keep` gave to the very file that still has this one. */
  forgetKept(path: string): Promise<void>;
  /** Gives a file another's name, whose own file is gone then. Durable only once the folder is synced. */
  rename(from: string, to: string): Promise<void>;
  /** Makes the names in a file's folder durable. */
  syncFolderOf(path: string): Promise<void>;
  /** Removes a file, if it is there. */
  remove(path: string): Promise<void>;
}

export const diskFiles: JournalFiles = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async open(path) {
    const handle = await openOrCreate(path);
    return {
      ...readable(handle),
      write: (bytes, position) => writeFully(handle, bytes, position),
      sync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
    };
  },
  openToRead: async (path) => readable(await open(path, 'r')),
  async keep(path) {
    const name = await underFreeName(path, (free) => linkOrCopy(path, free));
    await syncFolder(dirname(path));
    return name;
  },
  forgetKept,
  rename,
  syncFolderOf: (path) => syncFolder(dirname(path)),
  remove: (path) => rm(path, { force: true }),
};

const readable = (handle: FileHandle): ReadableFile => ({
  read: (position, length) => readFully(handle, position, length),
  size: async () => (await handle.stat()).size,
  close: () => handle.close(),
});

/** Makes `….kept-1`, or the next that is not there. */
async function underFreeName(path: string, make: (free: string) => Promise<void>): Promise<string> {
  for (let number = 1; ; number++) {
    const free = `${path}.kept-${number}`;
    try {
      await make(free);
      return free;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Copies a file beside itself, durably, under a name that is not taken: for one that is then changed in place. */
export const keepCopy = (path: string): Promise<string> => underFreeName(path, (free) => copyDurably(path, free));

async function linkOrCopy(path: string, free: string): Promise<void> {
  try {
    await link(path, free);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // Some file systems know no second names.
    await copyDurably(path, free);
  }
}

async function copyDurably(path: string, to: string): Promise<void> {
  await copyFile(path, to, constants.COPYFILE_EXCL);
  const copy = await open(to, 'r+');
  try {
    await copy.datasync();
  } finally {
    await copy.close();
  }
}

async function forgetKept(path: string): Promise<void> {
  const file = await stat(path, { bigint: true }).catch(() => undefined);
  if (!file || file.nlink < 2n) return;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.kept-`)) continue;
    const other = join(dirname(path), name);
    const { ino, dev } = await stat(other, { bigint: true });
    if (ino === file.ino && dev === file.dev) await rm(other);
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const handle = await open(path, 'wx+', 0o600);
    await syncFolder(dirname(path));
    return handle;
  }
}

/** Makes a new name in a folder durable. Windows has no such thing and refuses to open folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readFully(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
