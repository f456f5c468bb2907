import { endpoints } from "@pragma/contract";
import { listAudit } from "@pragma/core/audit";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** The audit log has no end, so it is always paged, even without `limit`. */
const DEFAULT_LIMIT = 100;

/** `GET /audit` */
export const listRoute = defineRoute(endpoints.listAudit, (input) => {
  const { core, caller, query } = input;
  const paged = { ...input, query: { ...query, limit: query.limit ?? DEFAULT_LIMIT } };
  return listAnswer<string>("listAudit", paged, async ({ after: before, ...page }) => {
    const { entries, next } = await listAudit(core, caller, query, { before, ...page });
    return { bodies: entries.map((entry) => JSON.stringify(entry)), places: entries.map(({ id }) => id), next };
  });
});
