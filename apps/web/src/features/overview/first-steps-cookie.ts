/** Remembers that an organization's first steps were dismissed. */
export function firstStepsCookie(organizationId: string): string {
  return `pragma-first-steps-${organizationId}`;
}
