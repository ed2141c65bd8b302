import { seenWebhooksContract } from '../contracts/seen-webhooks-contract.js';
import { memorySeenWebhooks } from '../fakes/seen-webhooks.js';

describe('the webhooks remembered in memory', () => seenWebhooksContract(async () => memorySeenWebhooks()));
