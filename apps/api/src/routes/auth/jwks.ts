import { endpoints } from "@pragma/contract";
import { jwks } from "@pragma/core/access";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /.well-known/jwks.json` */
export const jwksRoute = defineRoute(endpoints.getJwks, async ({ core }) =>
  okValue(await jwks(core), { "cache-control": "public, max-age=60" }),
);
