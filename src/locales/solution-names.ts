/**
 * Ids of Partner Center's own list of solutions (`enums.json`) whose small words don't show where they begin.
 * They are names, the same in every language.
 */
export const solutionNames: ReadonlyMap<string, string> = new Map([
  ['DatabaseonLinux', 'Database on Linux'],
  ['DevelopmentandTest', 'Development and Test'],
  ['DynamicsonAzure', 'Dynamics on Azure'],
  ['IdentityandAccessManagement', 'Identity and Access Management'],
  ['InternetofThings', 'Internet of Things'],
  ['RedhatonAzure', 'Red Hat on Azure'],
  ['SAPonAzure', 'SAP on Azure'],
  ['SharepointonAzure', 'SharePoint on Azure'],
]);
