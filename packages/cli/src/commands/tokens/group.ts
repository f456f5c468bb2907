import { defineGroup } from "../../framework/command.ts";

export const tokens = defineGroup("API tokens of yours", {
  list: async () => (await import("./list.ts")).command,
  create: async () => (await import("./create.ts")).command,
  revoke: async () => (await import("./revoke.ts")).command,
});
