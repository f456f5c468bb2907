/** Keeps the invitation that somebody follows while an identity provider signs them in. */
export const INVITATION_COOKIE = "pragma-invitation";
