// What the runner leaves to its tests: limits of time, and an end.
import { addEventHandler } from 'jest-circus';

const defaultMs = 60_000;

// Kept, since a test may put others in their place.
const { setTimeout, clearTimeout } = globalThis;

// A test or a hook that hangs has to fail by its name instead of holding up the run.
function limited(what, run, ms = defaultMs) {
  return async () => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
    });
    try {
      return await Promise.race([run(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

addEventHandler(({ name }, { currentDescribeBlock: { children, hooks } }) => {
  const [added, what] =
    name === 'add_test' ? [children.at(-1), 'the test'] : [hooks.at(-1), `a hook (${hooks.at(-1)?.type})`];
  if ((name === 'add_test' || name === 'add_hook') && added?.fn) added.fn = limited(what, added.fn, added.timeout);
});

// A process that still waits for something when the run is over would keep whoever reads the run's output waiting.
process.once('disconnect', () => process.exit());
