import type { Identity } from "@pragma/contract";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The identity behind the token. */
export function getMe(_core: Core, context: RequestContext): Identity {
  return {
    user_id: context.userId,
    email: context.email,
    organization_id: context.organizationId,
    organization_name: context.organizationName,
  };
}
