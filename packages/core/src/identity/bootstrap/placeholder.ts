/**
 * Email of the owner created at a start with a token but no account: programs work, and nobody can sign in until
 * somebody claims it. The domain is for local names (RFC 6762), so mail never comes from it.
 */
export const PLACEHOLDER_EMAIL = "owner@pragma.local";
