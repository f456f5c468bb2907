import { endpoints } from "@pragma/contract";
import { listDeadLetters } from "@pragma/core/dead-letters";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /ops/dead-letter` */
export const listRoute = defineRoute(endpoints.listDeadLetters, (input) => {
  const { core, caller, query } = input;
  return listAnswer("listDeadLetters", input, async (page: Parameters<typeof listDeadLetters>[3]) => {
    const { letters, next } = await listDeadLetters(core, caller, { provider: query.provider }, page);
    const bodies = letters.map((letter) => JSON.stringify(letter));
    const places = letters.map(({ failed_at: failedAt, event_id: eventId }) => ({ failedAt, eventId }));
    return { bodies, places, next };
  });
});
