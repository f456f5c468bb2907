import { defineGroup, lazy } from "../../framework/command.ts";

export const tokens = defineGroup("API tokens of yours", {
  list: lazy("List your tokens, without their secrets", () => import("./list.ts")),
  create: lazy("Create a token; its secret is printed only once", () => import("./create.ts")),
  revoke: lazy("End a token, everywhere and at once", () => import("./revoke.ts")),
});
