// jest-light-runner's processes ask for their configuration when they get their first file. Its answer to whoever asks
// first goes to all that have a file by then, and to nobody afterwards, so that one that wasn't listening yet waits for
// ever (its index.js, `poolRunOption`; seen once in some twenty runs). Here each run of a file has a channel of its own.
import LightRunner from 'jest-light-runner/child-process';

export default class extends LightRunner {
  _runTest(test) {
    const { config: projectConfig } = test.context;
    const { pool } = this._testRunners.get(projectConfig) ?? {};
    // The first file's run makes the pool, and is alone on the channel that comes with it.
    if (!pool || this._runtime !== 'child_process') return super._runTest(test);
    const workerData = { globalConfig: this._globalConfig, projectConfig, runtime: this._runtime };
    return pool.run(test.path, { channel: channelFor(workerData) });
  }
}

function channelFor(workerData) {
  let tell = () => {};
  return {
    onMessage(listener) {
      tell = listener;
    },
    postMessage(message) {
      if (message === 'jest-light-runner-get-worker-data') tell({ type: 'jest-light-runner-worker-data', workerData });
    },
  };
}
