import type { CustomerRequest } from '../../src/domain/customer-request.js';

/** The least that a request can be, with what a test changes. */
export function aRequest(changes: Partial<CustomerRequest> = {}): CustomerRequest {
  return {
    customer: { name: 'Contoso', contacts: [] },
    need: { industries: [], products: [], services: [], solutions: [] },
    consent: {},
    contactMeDirectly: false,
    targets: [],
    ...changes,
  };
}
