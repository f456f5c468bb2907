import { defineGroup, lazy } from "../../framework/command.ts";

export const audit = defineGroup("The audit log: who did what", {
  list: lazy("List the audit log, newest first", () => import("./list.ts")),
});
