import { defineGroup, lazy } from "../../framework/command.ts";

export const providers = defineGroup("Providers: what makes resources real", {
  init: lazy("Create the package of a provider, with tests that pass", () => import("./init.ts")),
  push: lazy("Push the source of a provider, and follow its build", () => import("./push.ts")),
  builds: lazy("List the last builds of a provider, newest first", () => import("./builds.ts")),
  logs: lazy("Print the log of a build, to its end while it runs", () => import("./logs.ts")),
  deploy: lazy("Deploy a version of a provider", () => import("./deploy.ts")),
  rollback: lazy("Roll back to the version that served before", () => import("./rollback.ts")),
  status: lazy("Show how the deployment of a provider stands", () => import("./status.ts")),
  list: lazy("List the providers, the shipped ones included", () => import("./list.ts")),
  delete: lazy("Delete a provider", () => import("./delete.ts")),
});
