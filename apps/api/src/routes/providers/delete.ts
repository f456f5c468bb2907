import { endpoints } from "@pragma/contract";
import { deleteProvider } from "@pragma/core/providers";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `DELETE /providers/{provider_id}` */
export const deleteRoute = defineRoute(endpoints.deleteProvider, async ({ core, caller, params, query }) =>
  okValue(await deleteProvider(core, caller, params.provider_id, { cascade: query.cascade ?? false })),
);
