import { readFileSync } from 'node:fs';
import { generatedFiles } from '../src/generated-files.js';

const files = Object.entries(generatedFiles());

test.each(files)('%s is what the code says; otherwise run: npm run schemas', (path, text) => {
  const present = readFileSync(path, 'utf8');
  if (path.endsWith('.json')) expect(JSON.parse(present)).toEqual(JSON.parse(text));
  else expect(present).toBe(text);
});
