import type { Storage } from '../../src/storage/connect-storage.js';
import { conversationStoreContract } from '../contracts/conversation-store-contract.js';
import { deadlineStoreContract } from '../contracts/deadline-store-contract.js';
import { deliveryStoreContract } from '../contracts/delivery-store-contract.js';
import { foldStoreContract } from '../contracts/fold-store-contract.js';
import { notifyStoreContract } from '../contracts/notify-store-contract.js';
import { readerStoreContract } from '../contracts/reader-store-contract.js';
import { referralStoreContract } from '../contracts/referral-store-contract.js';
import { connectFresh, type Engine, emptied, engines } from '../contracts/stores.js';

describe.each(engines)('the repositories on %s', (_name, startEngine) => {
  let engine: Engine;
  let storage: Storage;
  beforeAll(async () => {
    engine = await startEngine();
    storage = await connectFresh(engine);
  });
  afterAll(async () => {
    await storage.close();
    await engine.close();
  });
  const connect = async () => {
    await emptied(storage.database);
    return storage;
  };

  // Each among its own tests: what one does before each of them would empty the others' stores.
  describe('requests', () => referralStoreContract(connect));
  describe('what is to be said', () => deliveryStoreContract(connect));
  describe('times', () => deadlineStoreContract(connect));
  describe('what is said together', () => foldStoreContract(connect));
  describe('places in Teams', () => conversationStoreContract(async () => (await connect()).conversations));
  describe('choices', () => notifyStoreContract(connect));
  describe('readers', () => readerStoreContract(connect));
});
