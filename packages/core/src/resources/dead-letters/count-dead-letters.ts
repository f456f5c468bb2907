import { countDeadLetters as count } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** More are not counted. */
const MOST = 1000;

/** How many dead letters there are: 1,000 stands for that many or more. */
export function countDeadLetters(core: Core, { organizationId }: RequestContext): Promise<number> {
  return core.reading(organizationId, (reader) => count(reader.db.tenant(organizationId), MOST));
}
