import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "../database.ts";

/** Which rows an operation may reach: those of one organization, those that belong to none, or all. */
export type Reach = { readonly organizationId: string } | "installation" | "everything";

/** Where the statements of a piece of work are sent, and what they may reach. */
export interface Route {
  readonly db: Database;
  readonly reach: Reach;
  /** The driver's first error. Prisma passes on its text and code, but not its constraint or class. */
  failure?: unknown;
}

const routes = new AsyncLocalStorage<Route>();

/** Runs work whose operations all take this route. */
export function withRoute<Result>(route: Route, work: () => Promise<Result>): Promise<Result> {
  return routes.run(route, work);
}

/** The route of the current operation. @throws Error if it was not started by one of the scopes */
export function currentRoute(): Route {
  const route = routes.getStore();
  if (route === undefined)
    throw new Error("Prisma Client was used without a database: call inOrganization() or its kin");
  return route;
}
