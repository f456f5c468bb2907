import { DEFAULT_CHANGES_PAGE, endpoints } from "@pragma/contract";
import { listChangeActions } from "@pragma/core/changes";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** The place of an action in the order of its change. */
interface Place {
  wave: number;
  id: string;
}

/** `GET /changes/{id}/actions` */
export const actionsRoute = defineRoute(endpoints.listChangeActions, (input) => {
  const { core, caller, params, query } = input;
  const paged = { ...input, query: { ...query, limit: query.limit ?? DEFAULT_CHANGES_PAGE } };
  return listAnswer<Place>(`listChangeActions ${params.id}`, paged, async (page) => {
    const { actions, next } = await listChangeActions(core, caller, params.id, query, page);
    const places = actions.map(({ wave, id }) => ({ wave, id }));
    return { bodies: actions.map((action) => JSON.stringify(action)), places, next };
  });
});
