import { manifestCommand } from './manifest-command.js';

manifestCommand().parse();
