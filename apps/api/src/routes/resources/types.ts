import { endpoints, type ResourceType } from "@pragma/contract";
import { listResourceTypes } from "@pragma/core/providers";
import { PLATFORM_PROVIDER } from "@pragma/core/types";
import { batchesOf, type OrderedPlace } from "../../http/lists/batches.ts";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/types` */
export const typesRoute = defineRoute(endpoints.listResourceTypes, async (input) => {
  const types = await listResourceTypes(input.core, input.caller, { provider: input.query.provider });
  return listAnswer("listResourceTypes by place", input, batchesOf(types, placeOf));
});

/** Built-in ones come first. */
function placeOf({ provider, resource }: ResourceType): OrderedPlace {
  return [provider === PLATFORM_PROVIDER ? "" : provider, resource];
}
