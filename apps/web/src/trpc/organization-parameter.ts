/**
 * Adds the organization of the page to the URL of each call. To the URL, since an EventSource sends no header of ours,
 * and so that no cache answers for another organization.
 */
export const ORGANIZATION_PARAMETER = "organization";
