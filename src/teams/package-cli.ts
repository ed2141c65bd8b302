import { packageCommand } from './package-command.js';

await packageCommand().parseAsync();
