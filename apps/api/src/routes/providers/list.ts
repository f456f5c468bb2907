import { endpoints } from "@pragma/contract";
import { listProviders } from "@pragma/core/providers";
import { batchesOf } from "../../http/lists/batches.ts";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /providers/` */
export const listRoute = defineRoute(endpoints.listProviders, async (input) => {
  const providers = await listProviders(input.core, input.caller);
  return listAnswer(
    "listProviders by place",
    input,
    batchesOf(providers, ({ provider_id }) => [provider_id]),
  );
});
