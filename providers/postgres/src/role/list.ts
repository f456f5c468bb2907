import type { ListOptions, ListPage } from "@pragma/sdk/provider";
import { identityOf } from "../identity.ts";
import { afterName, pageOf } from "../listing.ts";
import type { Session } from "../server/session.ts";
import { roleAsIs } from "./as-found.ts";
import type { roleConfig } from "./config.ts";
import { inspectRoles } from "./inspect.ts";

/** Lists roles by name. */
export async function listRoles(session: Session, options: ListOptions): Promise<ListPage<typeof roleConfig>> {
  return pageOf(
    await inspectRoles(session, ...afterName(options)),
    options.limit,
    ({ name }) => name,
    ({ name, ...role }) => ({ identity: identityOf(name), config: roleAsIs(name, role) }),
  );
}
