/** Applies the example to this organization: with the token of another one nothing is written at all. */
export function exampleCommand(organizationId: string): string {
  return `npm run example -- --organization ${organizationId}`;
}
