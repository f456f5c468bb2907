/**
 * Whether the provider vouches for the email in a profile. OpenID Connect says so in `email_verified`; GitHub's profile
 * has only the public email, which it verifies before it may be shown.
 */
export function isEmailVerified(provider: string, profile: Record<string, unknown> | undefined): boolean {
  if (provider === "github") return typeof profile?.["email"] === "string";
  return profile?.["email_verified"] === true;
}
