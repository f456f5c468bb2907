import { endpoints } from "@pragma/contract";
import { listResourceTypes } from "@pragma/core";
import { batchesOf } from "../../http/lists/batches.ts";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/types` */
export const typesRoute = defineRoute(endpoints.listResourceTypes, async (input) => {
  const types = await listResourceTypes(input.core, input.caller, { provider: input.query.provider });
  return listAnswer("listResourceTypes", input, batchesOf(types));
});
