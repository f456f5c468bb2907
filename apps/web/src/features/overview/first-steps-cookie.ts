/** Remembers that an organization's first steps were put away. */
export function firstStepsCookie(organizationId: string): string {
  return `pragma-first-steps-${organizationId}`;
}
