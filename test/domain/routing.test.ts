import type { CustomerRequest } from '../../src/domain/customer-request.js';
import { routeTo } from '../../src/domain/routing.js';
import { aProfile } from '../fakes/profiles.js';
import { aRequest } from '../fakes/requests.js';

const profiles = [
  aProfile({ id: 'paris', locations: ['LOC-1'], countries: ['FR', 'be'] }),
  aProfile({ id: 'west', regions: ['Washington'] }),
  aProfile({ id: 'rest' }),
];
const at = (address: NonNullable<CustomerRequest['customer']['address']>, ...targets: string[]) =>
  aRequest({
    customer: { name: 'Contoso', contacts: [], address },
    targets: targets.map((id) => ({ type: 'BusinessProfileLocation', id })),
  });

describe('a request comes to', () => {
  test.each([
    ['the profile of its target location, whatever its country', at({ country: 'US' }, 'other', 'loc-1'), 'paris'],
    ['the profile of its country', at({ country: 'fr', region: 'Washington' }), 'paris'],
    ['a country written in the other case', at({ country: 'BE' }), 'paris'],
    ['the profile of its region', at({ country: 'US', region: 'WASHINGTON ' }), 'west'],
    ['the profile of its state', at({ state: 'Washington' }), 'west'],
    ['the default profile, when nobody claims it', at({ country: 'JP' }, 'unknown'), 'rest'],
    ['the default profile, when it says nothing', aRequest(), 'rest'],
  ])('%s', (_name, request, expected) => {
    expect(routeTo(request, profiles, 'rest').id).toBe(expected);
  });

  test('no profile, which is a defect', () => {
    expect(() => routeTo(aRequest(), profiles, 'gone')).toThrow('gone');
  });
});
