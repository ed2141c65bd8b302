import { benchClicks } from './clicks.js';
import { benchDeadlines } from './deadlines.js';
import { benchDialogs } from './dialogs.js';
import { benchStore } from './store.js';

/** `npm run bench -- NAME`: each prints what it measured, as JSON lines; figures that matter are ratios. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  clicks: benchClicks,
  deadlines: benchDeadlines,
  dialogs: benchDialogs,
  store: benchStore,
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (!bench) {
  process.stderr.write(`Which one? npm run bench -- ${Object.keys(benches).join(' | ')}\n`);
  process.exit(2);
}
await bench();
process.exit(0);
