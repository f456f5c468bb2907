/**
 * Added to the URL of each call of a page: its organization, and who it was made for. To the URL, since an EventSource
 * sends no header of ours, and so that no cache answers for others.
 */
export const ORGANIZATION_PARAMETER = "organization";
export const USER_PARAMETER = "user";

/** A page, to the procedures that it calls. */
export interface Page {
  /** The user it was made for. */
  userId: string;
  /** Null outside of organizations. */
  organizationId: string | null;
}

/** The URL of the procedures, or of one, as a page calls them. */
export function proceduresUrl({ userId, organizationId }: Page, procedure?: string): string {
  const query = new URLSearchParams({ [USER_PARAMETER]: userId });
  if (organizationId !== null) query.set(ORGANIZATION_PARAMETER, organizationId);
  return `/api/trpc${procedure === undefined ? "" : `/${procedure}`}?${query}`;
}
