import { CONNECTION_TYPE } from "@pragma/contract";

/** An organization has a few servers; more are in the list of resources. */
const SHOWN = 50;

/** The query of the page: connections by provider and name. */
export const CONNECTIONS_INPUT = { resource: CONNECTION_TYPE, sort: "type", limit: SHOWN, first: SHOWN } as const;
