import { defineGroup } from "../../framework/command.ts";

export const config = defineGroup("Contexts: which installation is meant", {
  "current-context": async () => (await import("./current-context.ts")).command,
  "get-contexts": async () => (await import("./get-contexts.ts")).command,
  "use-context": async () => (await import("./use-context.ts")).command,
  "set-context": async () => (await import("./set-context.ts")).command,
  "delete-context": async () => (await import("./delete-context.ts")).command,
});
