import { DEFAULT_CHANGES_PAGE, endpoints } from "@pragma/contract";
import { listChanges } from "@pragma/core/changes";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /changes`: has no end, so it is always paged. */
export const listRoute = defineRoute(endpoints.listChanges, (input) => {
  const { core, caller, query } = input;
  const paged = { ...input, query: { ...query, limit: query.limit ?? DEFAULT_CHANGES_PAGE } };
  const { limit: _, cursor: __, ...filter } = query;
  return listAnswer<string>("listChanges", paged, async ({ after: before, ...page }) => {
    const { changes, next } = await listChanges(core, caller, filter, { before, ...page });
    return { bodies: changes.map((change) => JSON.stringify(change)), places: changes.map(({ id }) => id), next };
  });
});
