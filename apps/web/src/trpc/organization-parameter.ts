/**
 * Says in the address of each call which organization its page is of. In the address, as an EventSource sends no header of
 * ours, and so that no cache answers for another organization.
 */
export const ORGANIZATION_PARAMETER = "organization";
