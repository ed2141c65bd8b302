import type { Storage } from '../../src/storage/connect-storage.js';
import { conversationStoreContract } from '../contracts/conversation-store-contract.js';
import { deadlineStoreContract } from '../contracts/deadline-store-contract.js';
import { deliveryStoreContract } from '../contracts/delivery-store-contract.js';
import { foldStoreContract } from '../contracts/fold-store-contract.js';
import { notifyStoreContract } from '../contracts/notify-store-contract.js';
import { readerStoreContract } from '../contracts/reader-store-contract.js';
import { referralStoreContract } from '../contracts/referral-store-contract.js';
import { connectFresh, type Engine, engines } from '../contracts/stores.js';

describe.each(engines)('the repositories on %s', (_name, startEngine) => {
  let engine: Engine;
  const open: Storage[] = [];
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(async () => {
    await Promise.all(open.map((storage) => storage.close()));
    await engine.close();
  });
  const connect = async () => {
    const storage = await connectFresh(engine);
    open.push(storage);
    return storage;
  };

  referralStoreContract(connect);
  deliveryStoreContract(connect);
  deadlineStoreContract(connect);
  foldStoreContract(connect);
  conversationStoreContract(async () => (await connect()).conversations);
  notifyStoreContract(connect);
  readerStoreContract(connect);
});
