import { endpoints } from "@pragma/contract";
import { ok } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /health` */
export const liveRoute = defineRoute(endpoints.getHealth, async () => ok('{"status":"ok"}'));
