import { defineGroup } from "../../framework/command.ts";

export const providers = defineGroup("Providers: what makes resources real", {
  init: async () => (await import("./init.ts")).command,
  push: async () => (await import("./push.ts")).command,
  builds: async () => (await import("./builds.ts")).command,
  logs: async () => (await import("./logs.ts")).command,
  deploy: async () => (await import("./deploy.ts")).command,
  rollback: async () => (await import("./rollback.ts")).command,
  status: async () => (await import("./status.ts")).command,
  list: async () => (await import("./list.ts")).command,
  delete: async () => (await import("./delete.ts")).command,
});
