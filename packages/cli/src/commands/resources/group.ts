import { defineGroup } from "../../framework/command.ts";

const tags = defineGroup("Tags of a resource", {
  list: async () => (await import("./tags/list.ts")).command,
  add: async () => (await import("./tags/add.ts")).command,
  remove: async () => (await import("./tags/remove.ts")).command,
});

export const resources = defineGroup("Declared resources", {
  apply: async () => (await import("./apply.ts")).command,
  get: async () => (await import("./get.ts")).command,
  list: async () => (await import("./list.ts")).command,
  describe: async () => (await import("./describe.ts")).command,
  delete: async () => (await import("./delete.ts")).command,
  types: async () => (await import("./types.ts")).command,
  tags,
  logs: async () => (await import("./logs.ts")).command,
  health: async () => (await import("./health.ts")).command,
  history: async () => (await import("./history.ts")).command,
  wait: async () => (await import("./wait.ts")).command,
  graph: async () => (await import("./graph.ts")).command,
  cancel: async () => (await import("./cancel.ts")).command,
});
