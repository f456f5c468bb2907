import { defineGroup, lazy } from "../../framework/command.ts";

export const types = defineGroup("TypeScript of the deployed types", {
  generate: lazy(
    "Write TypeScript that makes clients of @pragma/sdk know the deployed types",
    () => import("./generate.ts"),
  ),
});
