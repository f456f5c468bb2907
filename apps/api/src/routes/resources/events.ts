import { endpoints } from "@pragma/contract";
import { listResourceEvents } from "@pragma/core/resources/read";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/{id}/events` */
export const eventsRoute = defineRoute(endpoints.listResourceEvents, (input) => {
  const { core, caller, params } = input;
  return listAnswer<string>(`listResourceEvents ${params.id}`, input, async ({ after: before, ...page }) => {
    const { events, next } = await listResourceEvents(core, caller, params.id, { before, ...page });
    return { bodies: events.map((event) => JSON.stringify(event)), places: events.map(({ id }) => id), next };
  });
});
