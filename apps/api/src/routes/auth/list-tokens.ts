import { endpoints } from "@pragma/contract";
import { listTokens } from "@pragma/core";
import { batchesOf } from "../../http/lists/batches.ts";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /auth/tokens` */
export const listTokensRoute = defineRoute(endpoints.listTokens, async (input) =>
  listAnswer("listTokens", input, batchesOf(await listTokens(input.core, input.caller))),
);
