export { type Asker, askerOf, todayOf } from '../application/asker.js';
