import { endpoints } from "@pragma/contract";
import { listSets } from "@pragma/core/sets";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /sets/` */
export const listRoute = defineRoute(endpoints.listSets, (input) =>
  listAnswer<string>("listSets", input, async (page) => {
    const { sets, next } = await listSets(input.core, input.caller, page);
    return { bodies: sets.map((set) => JSON.stringify(set)), places: sets.map(({ name }) => name), next };
  }),
);
