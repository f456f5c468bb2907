import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

import { accountRouter } from "./routers/account.ts";
import { auditRouter } from "./routers/audit.ts";
import { changesRouter } from "./routers/changes.ts";
import { deadLettersRouter } from "./routers/dead-letters.ts";
import { filesRouter } from "./routers/files.ts";
import { invitationsRouter } from "./routers/invitations.ts";
import { liveRouter } from "./routers/live.ts";
import { membersRouter } from "./routers/members.ts";
import { operatorRouter } from "./routers/operator.ts";
import { organizationsRouter } from "./routers/organizations.ts";
import { overviewRouter } from "./routers/overview.ts";
import { providersRouter } from "./routers/providers.ts";

import { resourcesRouter } from "./routers/resources.ts";
import { setsRouter } from "./routers/sets.ts";
import { settingsRouter } from "./routers/settings.ts";
import { tokensRouter } from "./routers/tokens.ts";
import { viewsRouter } from "./routers/views.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
  audit: auditRouter,
  changes: changesRouter,
  account: accountRouter,
  files: filesRouter,
  invitations: invitationsRouter,
  live: liveRouter,
  members: membersRouter,
  operator: operatorRouter,
  organizations: organizationsRouter,
  sets: setsRouter,
  settings: settingsRouter,
  deadLetters: deadLettersRouter,
  overview: overviewRouter,
  providers: providersRouter,
  resources: resourcesRouter,
  tokens: tokensRouter,
  views: viewsRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Calls procedures in-process, for pages rendered on the server. */
export const createCaller = createCallerFactory(appRouter);
