import { asWords } from '../../src/application/wording.js';

test.each([
  ['DeploymentOrMigration', 'Deployment or Migration'],
  ['LearningAndCertification', 'Learning and Certification'],
  ['Microsoft365', 'Microsoft 365'],
  ['Dynamics365Enterprise', 'Dynamics 365 Enterprise'],
  ['Dynamics365forFieldService', 'Dynamics 365 for Field Service'],
  ['InternetofThings', 'Internet of Things'],
  ['IPServices(ISV)', 'IPServices (ISV)'],
  ['ApplicationIntegration', 'Application Integration'],
  ['SQL', 'SQL'],
  ['Dynamics 365 for Field Service', 'Dynamics 365 for Field Service'],
  ['Communications & Media', 'Communications & Media'],
])('%s reads %s', (id, words) => {
  expect(asWords(id)).toBe(words);
});
