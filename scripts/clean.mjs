import { rmSync } from 'node:fs';

// Removes build output, so that a file renamed or deleted in src/ leaves nothing behind that could still be imported.
for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
