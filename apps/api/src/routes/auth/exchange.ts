import { endpoints } from "@pragma/contract";
import { exchangeLoginCode } from "@pragma/core/access";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /auth/exchange` */
export const exchangeRoute = defineRoute(endpoints.exchangeLoginCode, async ({ core, body, request }) =>
  okValue(await exchangeLoginCode(core, body, request.id), { "cache-control": "no-store" }),
);
