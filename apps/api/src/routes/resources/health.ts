import { endpoints } from "@pragma/contract";
import { checkResourceHealth } from "@pragma/core/provider-calls";
import { okValue } from "../../http/answer.ts";
import { answerOver } from "../../http/response-writer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/{id}/health` */
export const healthRoute = defineRoute(endpoints.checkResourceHealth, async ({ core, caller, params, reply }) =>
  okValue(await checkResourceHealth(core, caller, params.id, answerOver(reply.raw)), { "cache-control": "no-store" }),
);
