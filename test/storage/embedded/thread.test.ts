import { startThread } from '../../../src/storage/embedded/thread.js';

const script = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
const head = "import { parentPort } from 'node:worker_threads'; parentPort.postMessage({kind: 'listening', port: 7});";
const input = { dataDir: 'unused', address: { port: 0 } };

function start(code: string) {
  let exit: (failure: Error | undefined) => void = () => undefined;
  const exited = new Promise<Error | undefined>((resolve) => {
    exit = resolve;
  });
  const thread = startThread(script(code), input, { onLog: () => undefined, onExit: exit });
  return { thread, exited };
}

describe('the store’s thread', () => {
  test.each([
    ['that throws', 'setImmediate(() => { throw new Error("out of luck") });', 'out of luck'],
    ['that exits', 'setImmediate(() => process.exit(3));', 'exit code 3'],
  ])('one %s while in use is told as a failure', async (_name, code, message) => {
    const { thread, exited } = start(head + code);
    expect((await thread).port).toBe(7);
    expect((await exited)?.message).toContain(message);
  });

  test('one that stops when asked to is none', async () => {
    const { thread, exited } = start(`${head} parentPort.once('message', () => parentPort.close());`);
    await (await thread).stop();
    expect(await exited).toBeUndefined();
  });

  test.each([
    [
      'reports',
      "import { parentPort } from 'node:worker_threads'; parentPort.postMessage({kind: 'failed', error: new TypeError('no'), name: 'TypeError'});",
      'no',
    ],
    ['throws', 'throw new Error("broken");', 'broken'],
    ['says nothing', '', 'exit code 0'],
  ])('one that %s before it listens fails the start', async (_name, code, message) => {
    const { thread, exited } = start(code);
    await expect(thread).rejects.toThrow(message);
    expect(await exited).toBeUndefined();
  });
});
