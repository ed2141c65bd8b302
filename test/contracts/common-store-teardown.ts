export { stopCommonStore as default } from './common-store.js';
