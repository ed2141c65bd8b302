import { encodeChange } from '../../../../src/storage/embedded/journal/format.js';
import { Journal } from '../../../../src/storage/embedded/journal/journal.js';
import { readJournal } from '../../../../src/storage/embedded/journal/read.js';
import { decodeDocument, encodeDocument } from '../../../../src/storage/embedded/values/stored.js';
import { memoryFile } from '../memory-file.js';

const change = (n: number) => encodeChange({ kind: 'put', namespace: 'db.c', stored: encodeDocument({ _id: n }) });

async function idsIn(file: ReturnType<typeof memoryFile>): Promise<unknown[]> {
  const ids: unknown[] = [];
  await readJournal(file, 'journal', (one) => ids.push(one.kind === 'put' ? decodeDocument(one.stored)._id : one.kind));
  return ids;
}

describe('the journal', () => {
  test('writes that arrive together share an fsync; those that come meanwhile share the next', async () => {
    const file = memoryFile();
    const journal = new Journal(file, 0, 0n);
    const first: Promise<void>[] = [];
    for (let n = 0; n < 10; n++) {
      journal.append(change(n), () => undefined);
      first.push(journal.settled());
    }
    const release = file.holdSync();
    await file.syncing();
    for (let n = 10; n < 30; n++) journal.append(change(n), () => undefined);
    let acknowledged = false;
    const second = journal.settled().then(() => {
      acknowledged = true;
    });
    await Promise.resolve();
    expect(acknowledged).toBe(false);
    release();
    await Promise.all([...first, second]);
    expect(file.syncs).toBe(2);
    expect(await idsIn(file)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  });

  test('answers at once when nothing is under way', async () => {
    const journal = new Journal(memoryFile(), 0, 0n);
    await expect(journal.settled()).resolves.toBeUndefined();
  });

  test('undoes what a full disk refused, newest first, and goes on', async () => {
    const file = memoryFile();
    const journal = new Journal(file, 0, 0n);
    const undone: number[] = [];
    journal.append(change(1), () => undone.push(1));
    await journal.settled();
    file.failNext('write', 'ENOSPC', 30);
    journal.append(change(2), () => undone.push(2));
    journal.append(change(3), () => undone.push(3));
    await expect(journal.settled()).rejects.toMatchObject({ code: 14031 });
    expect(undone).toEqual([3, 2]);
    journal.assertWritable();
    journal.append(change(4), () => undone.push(4));
    await journal.settled();
    expect(await idsIn(file)).toEqual([1, 4]);
  });

  test('takes no more writes once an fsync failed, and undoes those that came meanwhile', async () => {
    const file = memoryFile();
    const journal = new Journal(file, 0, 0n);
    const undone: number[] = [];
    file.failNext('sync', 'EIO');
    journal.append(change(1), () => undone.push(1));
    await expect(journal.settled()).rejects.toMatchObject({ code: 39 });
    expect(undone).toEqual([1]);
    expect(() => journal.assertWritable()).toThrow('accepts no writes');
    await journal.close();
    expect(await idsIn(file)).toEqual([]);
  });
});

describe('reading a journal', () => {
  async function written(count: number) {
    const file = memoryFile();
    const journal = new Journal(file, 0, 0n);
    const ends: number[] = [0];
    for (let n = 0; n < count; n++) {
      journal.append(change(n), () => undefined);
      await journal.settled();
      ends.push(await file.size());
    }
    return { file, ends };
  }

  test('drops a torn last record, wherever it was torn', async () => {
    const { file, ends } = await written(4);
    const whole = file.bytes();
    for (let length = ends[3] as number; length < whole.length; length++) {
      expect(await idsIn(memoryFile(whole.subarray(0, length)))).toEqual([0, 1, 2]);
    }
  });

  test('drops a last record of which only a part was written over zeros', async () => {
    const { file, ends } = await written(3);
    const torn = Buffer.from(file.bytes());
    torn.fill(0, (ends[2] as number) + 24);
    expect(await idsIn(memoryFile(torn))).toEqual([0, 1]);
    expect(await idsIn(memoryFile(Buffer.concat([file.bytes(), Buffer.alloc(4096)])))).toEqual([0, 1, 2]);
  });

  test('refuses damage before its end, and says where', async () => {
    const { file, ends } = await written(4);
    const start = ends[1] as number;
    for (let at = start; at < (ends[2] as number); at++) {
      const damaged = Buffer.from(file.bytes());
      damaged[at] = (damaged[at] as number) ^ 0x41;
      await expect(idsIn(memoryFile(damaged))).rejects.toMatchObject({ name: 'JournalDamagedError', offset: start });
    }
  });

  test('refuses a journal from which a record was cut', async () => {
    const { file, ends } = await written(4);
    const cut = Buffer.concat([file.bytes().subarray(0, ends[1]), file.bytes().subarray(ends[2])]);
    await expect(idsIn(memoryFile(cut))).rejects.toMatchObject({ offset: ends[1] });
  });
});
