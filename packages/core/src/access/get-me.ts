import type { Identity } from "@pragma/contract";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";

/** Who the token is. */
export function getMe(_core: Core, context: RequestContext): Identity {
  return {
    user_id: context.userId,
    email: context.email,
    organization_id: context.organizationId,
    organization_name: context.organizationName,
  };
}
