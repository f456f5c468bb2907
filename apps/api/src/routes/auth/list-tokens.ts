import { endpoints } from "@pragma/contract";
import { listTokens } from "@pragma/core/access";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /auth/tokens` */
export const listTokensRoute = defineRoute(endpoints.listTokens, (input) =>
  listAnswer("listTokens by place", input, async (page: Parameters<typeof listTokens>[2]) => {
    const { tokens, next } = await listTokens(input.core, input.caller, page);
    const bodies = tokens.map((token) => JSON.stringify(token));
    return { bodies, places: tokens.map(({ created_at: createdAt, id }) => ({ createdAt, id })), next };
  }),
);
