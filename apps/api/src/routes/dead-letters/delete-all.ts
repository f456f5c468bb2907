import { endpoints } from "@pragma/contract";
import { deleteAllDeadLetters } from "@pragma/core/dead-letters";
import { DomainError } from "@pragma/core/errors";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/**
 * `DELETE /ops/dead-letter`. Without a filter it needs an explicit `all`, so that a forgotten filter does not delete
 * everything.
 */
export const deleteAllRoute = defineRoute(endpoints.deleteAllDeadLetters, async ({ core, caller, query }) => {
  const { all = false, provider } = query;
  if (!all && provider === undefined) throw new DomainError("bad_request", "Pass all=true or provider");
  return okValue(await deleteAllDeadLetters(core, caller, { provider }));
});
