import { PrismaClient } from "../generated/client.ts";
import { routedAdapter } from "./adapter.ts";
import { organizationScope } from "./organization-scope.ts";

function create() {
  return new PrismaClient({ adapter: routedAdapter(), errorFormat: "minimal" }).$extends(organizationScope);
}

let client: ReturnType<typeof create> | undefined;

/** The one client of the process, created on first use. It has no connections, so nobody has to close it. */
export function prismaClient(): ReturnType<typeof create> {
  client ??= create();
  return client;
}
