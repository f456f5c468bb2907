/**
 * Email of the owner that a start makes when it is given a token and no account: programs work, and nobody can sign in
 * until somebody claims it. The domain is for local names (RFC 6762), so no mail ever comes from there.
 */
export const PLACEHOLDER_EMAIL = "owner@pragma.local";
