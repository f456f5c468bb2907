/** Remembers a user's invitation while an identity provider signs them in. */
export const INVITATION_COOKIE = "pragma-invitation";
