/**
 * Whether the provider vouches for the email in a profile. OpenID Connect says so in `email_verified`, and GitHub's
 * profile is given the same field by `github.ts`.
 */
export function isEmailVerified(profile: Record<string, unknown> | undefined): boolean {
  return profile?.["email_verified"] === true;
}
