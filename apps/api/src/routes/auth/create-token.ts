import { endpoints } from "@pragma/contract";
import { createToken } from "@pragma/core/access";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /auth/tokens`. The stored response for a replay omits the secret. */
export const createTokenRoute = defineRoute(endpoints.createToken, async ({ core, caller, body }) => {
  const { token, ...rest } = await createToken(core, caller, body);
  return { ...okValue({ ...rest, token }, { "cache-control": "no-store" }), replayBody: JSON.stringify(rest) };
});
