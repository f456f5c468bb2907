import { defineGroup } from "../../framework/command.ts";

const deadLetter = defineGroup("Events that ended in failure", {
  list: async () => (await import("./list.ts")).command,
  show: async () => (await import("./show.ts")).command,
  retry: async () => (await import("./retry.ts")).command,
  delete: async () => (await import("./delete.ts")).command,
});

export const ops = defineGroup("Operations: what failed, and trying it again", { "dead-letter": deadLetter });
