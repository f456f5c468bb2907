/** The changes that the overview shows, as both the server and the page ask for them. */
export const RUNNING_CHANGES = { status: ["applying" as const], limit: 5 };
