import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

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

export interface JournalFiles {
  /** Makes a folder that only its owner may enter, with those above it, if it is not there. */
  makeFolder(path: string): Promise<void>;
  /** Opens a file for reading and writing; it is made, durably and for its owner only, if it is not there. */
  open(path: string): Promise<JournalFile>;
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
      read: (position, length) => readFully(handle, position, length),
      write: (bytes, position) => writeFully(handle, bytes, position),
      sync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
      size: async () => (await handle.stat()).size,
      close: () => handle.close(),
    };
  },
  rename,
  syncFolderOf: (path) => syncFolder(dirname(path)),
  remove: (path) => rm(path, { force: true }),
};

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
