import { endpoints } from "@pragma/contract";
import { retryAllDeadLetters } from "@pragma/core/dead-letters";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /ops/dead-letter/retry-all` */
export const retryAllRoute = defineRoute(endpoints.retryAllDeadLetters, async ({ core, caller, query }) =>
  okValue(await retryAllDeadLetters(core, caller, { provider: query.provider })),
);
