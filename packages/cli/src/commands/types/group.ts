import { defineGroup } from "../../framework/command.ts";

export const types = defineGroup("TypeScript of the deployed types", {
  generate: async () => (await import("./generate.ts")).command,
});
