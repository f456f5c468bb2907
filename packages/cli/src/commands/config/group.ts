import { defineGroup, lazy } from "../../framework/command.ts";

export const config = defineGroup("Contexts: which installation to use", {
  "current-context": lazy("Print the name of the current context", () => import("./current-context.ts")),
  "get-contexts": lazy("List the contexts", () => import("./get-contexts.ts")),
  "use-context": lazy("Make a context the current one", () => import("./use-context.ts")),
  "set-context": lazy("Add a context, or change one", () => import("./set-context.ts")),
  "delete-context": lazy("Forget a context and its token", () => import("./delete-context.ts")),
});
